#!/usr/bin/env node
// Other drift detectors and ours on the same rows: false alarms, delays, speed; see README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PEERS, reasonOf, runPeer } from './peers/environments.mjs';
import { runOurs } from './peers/ours.mjs';
import { writeStreams } from './peers/streams.mjs';
import { notRun, printed, rowsOf } from './peers/table.mjs';

const OURS = 'anchorwatch';
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    changes: { type: 'string', default: '3' },
    only: { type: 'string', default: [OURS, ...PEERS].join(',') },
    help: { type: 'boolean', default: false },
  },
});
const [rows, changes] = [values.rows, values.changes].map(Number);
const within = (number, least, most) => Number.isInteger(number) && number >= least && number <= most;
const chosen = values.only.split(',');
const known = chosen.every((name) => name === OURS || PEERS.includes(name));
if (values.help || !within(rows, 2_000, 1_000_000) || !within(changes, 1, 99) || !known) {
  console.log(`usage: peers.mjs [--rows 20000] [--changes 3] [--only ${[OURS, ...PEERS].join(',')}]

Needs Python 3.11. Installs each peer from PyPI into .cache/peers the first time; after that no network is used.
  --rows N     rows judged in each control, from 2,000 to 1,000,000; streams that change have a quarter, at least 6,000
  --changes N  streams of each shift, from 1 to 99
  --only LIST  run these only`);
  process.exit(values.help ? 0 : 2);
}

const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-peers-'));
try {
  const streams = writeStreams(folder, rows, changes);
  const table = [];
  for (const name of chosen) {
    console.error(`${name} …`);
    try {
      const said = await (name === OURS ? runOurs(folder, streams) : runPeer(name, folder));
      table.push(...rowsOf(said, streams));
    } catch (problem) {
      table.push(notRun(name, reasonOf(problem)));
    }
  }
  console.log(printed(table));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
