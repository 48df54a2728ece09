// Makes the logs of attacks in a Python environment of its own, unless they are there.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ENVIRONMENT = fileURLToPath(new URL('../../.cache/attacks-python/', import.meta.url));
const PYTHON = 'python3.11';

/** @param streams folder of tables; @param out folder of logs. @throws when Python, an installation or an attack's set fails */
export async function makeLogs(streams, out) {
  await makeWith('logs.py', streams, out);
}

/** Models with backdoors and what they answer. @param streams folder of tables; @param out folder of logs. @throws as above */
export async function makeBackdoors(streams, out) {
  await makeWith('backdoors.py', streams, out);
}

async function makeWith(script, streams, out) {
  const python = join(ENVIRONMENT, 'bin', 'python');
  const mark = join(ENVIRONMENT, 'installed.txt');
  const requirements = readFileSync(join(HERE, 'requirements.txt'), 'utf8');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== requirements) {
    mkdirSync(ENVIRONMENT, { recursive: true });
    await run(PYTHON, ['-m', 'venv', ENVIRONMENT]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', join(HERE, 'requirements.txt')]);
    writeFileSync(mark, requirements);
  }
  await run(python, [join(HERE, script), streams, out]);
}

function run(program, words) {
  const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(`${program} ended with ${status}`))));
  });
}
