#!/usr/bin/env node
// What the compromise detectors find in logs of real attacks mixed into benign traffic, and what benign traffic costs; see README.md.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeLogs } from './attacks/make-logs.mjs';
import { readAttacks, readSet } from './compromise/logs.mjs';
import { benignRow, campaignRow, swapRow } from './compromise/runs.mjs';
import { printTable } from './verdicts/table.mjs';

const { values } = parseArgs({
  options: {
    streams: { type: 'string' },
    logs: { type: 'string', default: '.cache/attacks' },
    only: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.streams === undefined && !existsSync(values.logs))) {
  console.log(`usage: compromise.mjs [--streams FOLDER] [--logs .cache/attacks] [--only phishing,weather] [--seeds 5]

  --streams FOLDER  tables to attack models of (elec2, phishing, noaa_weather, bike_sharing_hour as .csv.gz): makes the logs
                    first, with Python 3.11 and the Adversarial Robustness Toolbox from PyPI (some ten minutes)
  --logs FOLDER     where the logs are, or are put
  --only LIST       these sets only
  --seeds N         runs of benign traffic of each set`);
  process.exit(values.help ? 0 : 2);
}
if (values.streams !== undefined) await makeLogs(values.streams, values.logs);

const chosen = values.only?.split(',');
const sets = readdirSync(values.logs)
  .filter((name) => existsSync(join(values.logs, name, 'benign.jsonl')) && (chosen?.includes(name) ?? true))
  .map((name) => readSet(values.logs, name));

const seeds = Array.from({ length: Number(values.seeds) }, (_, k) => 10 * k + 1);
printTable(
  'Benign traffic: newcomers, bursts, retries, batch clients, a product launch; .05 alarms allowed a run of 12,000 events',
  ['model', 'runs', 'everybody', 'principals accused', 'which', 'µs an event'],
  sets.map((set) => benignRow(set, seeds)),
);
for (const [share, accounts] of [
  [0.1, 1],
  [0.1, 50],
  [0.1, 1000],
  [0.01, 1000],
])
  printTable(
    `Campaigns at ${100 * share} % of the traffic from ${accounts} account${accounts === 1 ? '' : 's'}: questions of the campaign until found, and by what`,
    ['attack', ...sets.map(({ name }) => name)],
    readAttacks(sets[0]).map((attack) => [attack, ...sets.map((set) => campaignRow(set, attack, share, accounts))]),
  );
printTable(
  'Tampering: repeats of questions from before the swap until it is found',
  ['model', 'whole model swapped', '1 % of the answers turned: repeats that met one'],
  sets.map((set) => [set.name, swapRow(set, 'swapped'), swapRow(set, 'region')]),
);
