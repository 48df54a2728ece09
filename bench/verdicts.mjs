#!/usr/bin/env node
// The tables of bench/verdicts, one process each, two at a time; see README.md. Build the libraries first.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The longest first, so that both processes end together. */
const parts = [
  'false-alarms',
  'fleet',
  'calibration',
  'delays',
  'detectors',
  'policies',
  'ks-power',
  'psi-size',
  'psi-null',
  'ks-bound',
];
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: verdicts.mjs [--only ${parts.join('|')}] [--quick]

What the engine's tests cost and find on seeded streams, each number beside what is wanted of it where something is.
Exit status 1 when a wanted bound is broken, and the bound is printed. How long each took goes to the standard error.
--quick runs a tenth of the size, for a look.`);
  process.exit(0);
}
const wanted = values.only === undefined ? parts : parts.filter((part) => part === values.only);
if (wanted.length === 0) throw new Error(`--only: there is no ${values.only}; there are ${parts.join(', ')}`);
const waiting = [...wanted];
let failed = false;
await Promise.all(
  [1, 2].map(async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const { output, code, seconds } = await run(part);
      process.stdout.write(output);
      process.stderr.write(`${part}: ${seconds} s\n`);
      if (code !== 0) failed = true;
    }
  }),
);
if (failed) process.exitCode = 1;

function run(part) {
  const file = fileURLToPath(new URL(`verdicts/${part}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [file, values.quick ? '0.1' : '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code, seconds: seconds() })));
}
