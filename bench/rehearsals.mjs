#!/usr/bin/env node
// Rehearses every attack of the simulator as a user would: the traffic to a file, `anchorwatch scan` over it; see README.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { attacks } from '../apps/simulator/dist/red-team/attacks.js';
import { printTable } from './verdicts/table.mjs';

const SIMULATOR = fileURLToPath(new URL('../apps/simulator/dist/main.js', import.meta.url));
const MONITOR = fileURLToPath(new URL('../apps/monitor/dist/cli/main.js', import.meta.url));
/** What speaks of an attack; other kinds say that the world, the data or a release moved. */
const KINDS = [
  'extraction',
  'evasion',
  'membership probing',
  'poisoning',
  'backdoor',
  'tampering',
  'abuse of capacity',
  'injection',
  'leakage',
];

const { values } = parseArgs({
  options: {
    attacks: { type: 'string', default: ['none', ...attacks.map(({ name }) => name)].join() },
    principals: { type: 'string', default: '1,1000' },
    share: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '2001' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: rehearsals.mjs [--attacks uniform,zoo] [--principals 1,1000] [--share 0.1] [--seed 2001]

  --attacks LIST     these only; none is the traffic of customers alone
  --principals LIST  from so many accounts each
  --share S          part of the traffic that is the attack's; flips: always three tenths of one source's labels
  --seed N           of all that is drawn`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'rehearsals-'));
const rows = [];
try {
  for (const name of values.attacks.split(','))
    for (const principals of values.principals.split(',')) {
      const heeds = attacks.find((attack) => attack.name === name)?.by === 'questions';
      if (!heeds && principals !== values.principals.split(',')[0]) continue;
      rows.push([name, heeds ? principals : '', ...(await rehearsed(name, principals))]);
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable(
  `Rehearsals of 40,000 events, the first 15,000 the baseline, the attack from then on at ${100 * Number(values.share)} %`,
  [
    'attack',
    'accounts',
    'questions until the first incident of an attack',
    'incidents of attacks, in their order',
    'others',
    'customers accused',
  ],
  rows,
);

/** The cells of one rehearsal. */
async function rehearsed(name, principals) {
  const file = join(folder, 'late.jsonl');
  const played = execFileSync(
    process.execPath,
    [
      SIMULATOR,
      '--attack',
      name,
      '--principals',
      principals,
      '--share',
      shareOf(name),
      '--seed',
      values.seed,
      '--json',
      '--out',
      file,
    ],
    { encoding: 'utf8' },
  );
  const { first_event } = lineOf(played, 'rehearsed');
  const out = join(folder, 'out.json');
  const labels = join(folder, 'late.labels.jsonl');
  // Poisoned feedback is seen in labels; the others are looked for without, as by somebody who has none.
  const withLabels = name === 'flips' && existsSync(labels) ? ['--labels', labels] : [];
  const { status, stderr } = spawnSync(
    process.execPath,
    [MONITOR, 'scan', file, '--baseline-rows', '15000', ...withLabels, '--json', out],
    { encoding: 'utf8' },
  );
  // 3 says that something was found.
  if (status !== 0 && status !== 3) throw new Error(`scan of ${name} ended with ${status}: ${stderr}`);
  const { incidents, findings } = JSON.parse(readFileSync(out, 'utf8'));
  const ofAttacks = incidents.filter(({ kind }) => KINDS.includes(kind)).sort(byEvent);
  const others = incidents.filter(({ kind }) => !KINDS.includes(kind)).map(({ kind }) => kind);
  const accused = new Set(findings.flatMap((finding) => finding.principals ?? []).filter(isCustomer));
  const first = ofAttacks[0]?.raised_at.event;
  return [
    first === undefined
      ? 'not found'
      : first_event !== null && first < first_event
        ? 'before it began'
        : await asked(file, name, first),
    ofAttacks.map(({ kind }) => kind).join(', '),
    [...new Set(others)].join(', '),
    accused.size,
  ];
}

/** Of the traffic; of one source's labels, of which a tenth is less than can be told from honest ones. */
function shareOf(name) {
  return name === 'flips' ? '0.3' : values.share;
}

/** Questions of the attack up to an event; events since it began where it is not a matter of who asks. */
async function asked(file, name, event) {
  let [at, own] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (at++ > event) break;
    if (/"key":"account\d+"/.test(line)) own++;
  }
  return own > 0 ? own : `${event - 15_000} events`;
}

function lineOf(text, kind) {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find((line) => line.kind === kind);
}

function byEvent(one, other) {
  return one.raised_at.event - other.raised_at.event;
}

function isCustomer(principal) {
  return !/^(account|shell)\d+$|^source/.test(principal);
}
