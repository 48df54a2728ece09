// What detectors cost, each by itself and together, measured in processes of their own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { short } from '../verdicts/table.mjs';

const FLOOD = fileURLToPath(new URL('flood.mjs', import.meta.url));

/** A row a detector: processor time an event and memory after a flood of so many questions and principals. */
export async function detectorRows(logs, set, principals) {
  const lines = await flood([logs, set, principals, 'detectors']);
  return lines.map(({ detector, blind, mb, micros, bits }) =>
    blind === undefined
      ? [detector, bits.join(', '), short(micros, 3), mb.toFixed(1)]
      : [detector, '', `blind: ${blind}`, ''],
  );
}

/** A row a mark: the whole watcher after so many questions, each of somebody new. */
export async function watcherRows(logs, set, principals) {
  const lines = await flood([logs, set, principals]);
  return lines.map(({ after, mb, micros }) => [after.toLocaleString('en-GB'), short(micros, 3), mb.toFixed(0)]);
}

async function flood(words) {
  const child = spawn(process.execPath, ['--expose-gc', FLOOD, ...words.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(`the flood ended with ${status}`))));
  });
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line));
  await ended;
  return lines;
}
