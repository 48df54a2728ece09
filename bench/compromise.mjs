#!/usr/bin/env node
// What the compromise detectors find in logs of real attacks mixed into benign traffic, and what benign traffic costs; see README.md.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeKitLogs } from './attacks/kit-logs.mjs';
import { makeLogs } from './attacks/make-logs.mjs';
import { benign, byBit } from './compromise/benign.mjs';
import { campaign, campaignText } from './compromise/campaigns.mjs';
import { detectorRows, watcherRows } from './compromise/cost.mjs';
import { driftRows } from './compromise/drift.mjs';
import { exposureRow } from './compromise/exposures.mjs';
import { knowingRows } from './compromise/knowing.mjs';
import { readAttacks, readSet } from './compromise/logs.mjs';
import { rehearsalRows } from './compromise/rehearsals.mjs';
import { swap } from './compromise/swaps.mjs';
import { threadSeconds } from './parts/thread-time.mjs';
import { printTable, quantileOf, short } from './verdicts/table.mjs';

const PARTS = ['benign', 'drift', 'campaigns', 'rehearsals', 'swaps', 'exposure', 'knowing', 'cost'];
const { values } = parseArgs({
  options: {
    streams: { type: 'string' },
    logs: { type: 'string', default: '.cache/attacks' },
    only: { type: 'string' },
    parts: { type: 'string', default: PARTS.join() },
    attacks: { type: 'string' },
    mixes: { type: 'string', default: '0.1x1,0.1x50,0.1x1000,0.01x1000' },
    seeds: { type: 'string', default: '7' },
    'first-seed': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.streams === undefined && !existsSync(values.logs))) {
  console.log(`usage: compromise.mjs [--streams FOLDER] [--logs .cache/attacks] [--only phishing,weather] [--parts ${PARTS.join()}] [--attacks zoo,active] [--mixes 0.1x1,0.01x1000] [--seeds 7]

  --streams FOLDER  tables to attack models of (elec2, phishing, noaa_weather, bike_sharing_hour as .csv.gz): makes the logs
                    first, with Python 3.11 and the Adversarial Robustness Toolbox from PyPI (some ten minutes)
  --logs FOLDER     where the logs are, or are put; those of the simulator's own attacks are made there if they are missing
  --only LIST       these sets only
  --parts LIST      these parts only
  --mixes LIST      campaigns at these shares of the traffic, from so many accounts
  --seeds N         runs of 24,000 benign events of each set
  --first-seed N    the seed of the first of them; the next are 10 apart`);
  process.exit(values.help ? 0 : 2);
}
if (values.streams !== undefined) await makeLogs(values.streams, values.logs);
if (!existsSync(join(values.logs, 'flights'))) await makeKitLogs(values.logs);

const chosen = values.only?.split(',');
const sets = readdirSync(values.logs)
  .filter((name) => existsSync(join(values.logs, name, 'benign.jsonl')) && (chosen?.includes(name) ?? true))
  .map((name) => readSet(values.logs, name));
const attacks = values.attacks?.split(',') ?? readAttacks(sets[0]);
const mixes = values.mixes.split(',').map((mix) => {
  const [share, accounts] = mix.split('x').map(Number);
  return { share, accounts };
});
const parts = values.parts.split(',');

if (parts.includes('benign')) benignTables();
if (parts.includes('drift'))
  printTable(
    'Benign traffic through the whole of scan: incidents',
    ['model', 'kind', 'confidence', 'drift findings', 'compromise findings', 'words'],
    sets.flatMap(driftRows),
  );
if (parts.includes('campaigns')) campaignTables();
if (parts.includes('rehearsals'))
  printTable(
    'Backdoor and cost, played by the simulator: questions until found, and by what',
    ['attack', ...mixes.map(mixText)],
    await rehearsalRows(['backdoor', 'sponge', 'drip'], mixes),
  );
if (parts.includes('swaps'))
  printTable(
    'Tampering: repeats of questions from before the swap until it is found',
    ['model', 'whole model swapped', '1 % of the answers turned: repeats that met one'],
    sets.map((set) => [set.name, swap(set, 'swapped'), swap(set, 'region')]),
  );
if (parts.includes('exposure'))
  printTable(
    'Knockoff nets from one account at 10 %: the exposure stated, and how copies from the same answers do on all benign questions that were not asked, %',
    ['model', 'attack', 'questions', 'stated (95 %)', 'same kind of copy', 'boosted trees', 'rank among keys'],
    sets.flatMap((set) => [200, 1_000].map((questions) => exposureRow(set, 'knockoff', questions))),
  );
if (parts.includes('knowing')) await knowingTables();
if (parts.includes('cost')) {
  const [set] = sets.filter(({ name }) => name === 'flights');
  printTable(
    'Detectors one by one: 300,000 new questions of 300,000 principals, eight features',
    ['detector', 'bits', 'µs an event', 'MB'],
    await detectorRows(values.logs, set.name, 300_000),
  );
  printTable(
    'All together, 1,000,000 new questions of 1,000,000 principals',
    ['after', 'µs an event', 'MB more than before'],
    await watcherRows(values.logs, set.name, 1_000_000),
  );
}
console.log(`${threadSeconds().toFixed(0)} s of processor time`);

function benignTables() {
  const seeds = Array.from({ length: Number(values.seeds) }, (_, k) => 10 * k + Number(values['first-seed']));
  const results = sets.map((set) => benign(set, seeds));
  const row = ({ set, events, pooled, accused, which }) => [set, events, pooled, accused, which.join(', ')];
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  printTable(
    'Benign traffic: alarms',
    ['model', 'events', 'of everybody', 'principals accused', 'which'],
    [
      ...results.map(row),
      [
        'all',
        sum('events'),
        sum('pooled'),
        sum('accused'),
        `${short(((sum('pooled') + sum('accused')) * 1e5) / sum('events'))} in 100,000 events (≤ 1)`,
      ],
    ],
  );
  printTable(
    'Benign traffic: alarms by detector',
    ['bit', 'windows', 'alarms', '% of windows (≤ .3)'],
    byBit(results).map(({ name, windows, alarms }) => [name, windows, alarms, short((100 * alarms) / windows)]),
  );
}

async function knowingTables() {
  const { thieves, evaders, mixes: names } = await knowingRows(sets.find(({ name }) => name === 'flights'));
  printTable(
    'Thieves who know the detectors: how much of the model a copy reproduces after so many questions, %; questions until found',
    ['attacker', '100', '500', '2,000', ...names],
    thieves,
  );
  printTable(
    'Evaders who know the detectors: questions for one changed answer within half a standard deviation; questions until found',
    ['attacker', 'questions', ...names],
    evaders,
  );
}

function mixText({ share, accounts }) {
  return `${100 * share} % from ${accounts}`;
}

function campaignTables() {
  const results = new Map();
  for (const set of sets)
    for (const mix of mixes)
      for (const attack of attacks) results.set(keyOf(set, mix, attack), campaign(set, attack, mix));
  for (const mix of mixes) {
    const cell = (set, attack) => results.get(keyOf(set, mix, attack));
    printTable(
      `Campaigns at ${100 * mix.share} % of the traffic from ${mix.accounts} account${mix.accounts === 1 ? '' : 's'}: questions until found, and by what`,
      ['attack', ...sets.map(({ name }) => name)],
      attacks.map((attack) => [attack, ...sets.map((set) => campaignText(cell(set, attack)))]),
    );
    printTable(
      `${100 * mix.share} % from ${mix.accounts}`,
      ['of', 'found', 'median questions'],
      [
        summary('all but knockoff', mix, (attack) => attack !== 'knockoff', results),
        summary('all but knockoff and active', mix, (attack) => !['knockoff', 'active'].includes(attack), results),
      ],
    );
  }
}

function summary(name, mix, counts, results) {
  const all = sets
    .flatMap((set) => attacks.filter(counts).map((attack) => results.get(keyOf(set, mix, attack))))
    .filter((result) => result !== undefined);
  const found = all.filter((result) => result.found !== undefined);
  const share = `${found.length} of ${all.length} (${short((100 * found.length) / all.length, 3)} %)`;
  return [
    name,
    share,
    found.length > 0
      ? quantileOf(
          found.map((result) => result.found),
          0.5,
        )
      : '',
  ];
}

function keyOf(set, { share, accounts }, attack) {
  return `${set.name} ${share} ${accounts} ${attack}`;
}
