// One virtual environment for each peer, since what they need of numpy and pandas excludes one another.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/peers/', import.meta.url));
const PYTHON = 'python3.11';
const OUTPUT = 64 * 1024 * 1024;
/** One thread each, so that CPU time is that of one core. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };
/** No peer may tell anybody that it was run. */
const SILENT = { DO_NOT_TRACK: '1', NML_DISABLE_USAGE_LOGGING: '1', WHYLOGS_NO_ANALYTICS: 'True' };

export const PEERS = ['river', 'evidently', 'nannyml', 'whylogs', 'alibi'];

/** Installs a peer unless its environment holds these very requirements. @returns its Python. @throws when that fails */
export async function environmentOf(peer) {
  const folder = join(CACHE, peer);
  const python = join(folder, 'bin', 'python');
  const mark = join(folder, 'installed.txt');
  const wanted = join(HERE, `${peer}.txt`);
  const requirements = readFileSync(wanted, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === requirements) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  await run(PYTHON, ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', wanted], { maxBuffer: OUTPUT });
  writeFileSync(mark, requirements);
  return python;
}

/** Lets a peer judge the streams of a folder. @returns {version, results} as `rows.py` reports them. @throws when it fails */
export async function runPeer(peer, folder) {
  const python = await environmentOf(peer);
  const { stdout } = await run(python, [join(HERE, `run_${peer}.py`), folder], {
    env: { ...process.env, ...ONE_THREAD, ...SILENT },
    maxBuffer: OUTPUT,
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

/** Why something failed, in one line: the last of what the program said. */
export function reasonOf(problem) {
  if (problem.code === 'ENOENT') return `${problem.path ?? 'file'} is missing`;
  const said = String(problem.stderr ?? '').trim() || String(problem.message ?? problem);
  return said.split('\n').at(-1).slice(0, 160);
}
