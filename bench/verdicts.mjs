#!/usr/bin/env node
// The tables of bench/verdicts, one process each, two at a time; see README.md. Build the libraries first.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const parts = ['psi-null', 'ks-bound', 'policies', 'calibration', 'false-alarms', 'delays', 'fleet'];
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    share: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: verdicts.mjs [--only ${parts.join('|')}] [--share 0.1]

Prints what the engine's tests cost and find on seeded streams. --share runs a part of the full size.`);
  process.exit(0);
}
const wanted = values.only === undefined ? parts : parts.filter((part) => part === values.only);
if (wanted.length === 0) throw new Error(`--only: there is no ${values.only}; there are ${parts.join(', ')}`);
const run = promisify(execFile);
const made = new Map();
const waiting = [...wanted];
await Promise.all(
  [1, 2].map(async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const file = fileURLToPath(new URL(`verdicts/${part}.mjs`, import.meta.url));
      made.set(part, (await run(process.execPath, [file, values.share])).stdout);
    }
  }),
);
for (const part of wanted) process.stdout.write(made.get(part));
