import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environment, NODE } from './built.js';

const SIMULATOR = fileURLToPath(new URL('../../../simulator/bin/simulator.js', import.meta.url));

/** Runs the simulator to its end; what it says, line by line. @throws when it fails */
export function simulate(words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const child = spawn(NODE, [SIMULATOR, ...words, '--json'], {
    env: environment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status !== 0) reject(new Error(`the simulator ended with ${status}: ${stderr}`));
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>),
        );
    });
  });
}
