// Type-checks every project with its specs (the build itself leaves specs out), two at a time.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const tsc = resolve(root, 'node_modules/typescript/bin/tsc');
const left = ['libs', 'apps'].flatMap((group) =>
  readdirSync(resolve(root, group)).flatMap((name) => {
    const config = ['tsconfig.spec.json', 'tsconfig.json'].find((file) => existsSync(resolve(root, group, name, file)));
    return config === undefined ? [] : [{ project: `${group}/${name}`, config }];
  }),
);
let failed = 0;
await Promise.all([worker(), worker()]);
process.exitCode = failed > 0 ? 1 : 0;

async function worker() {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const ok = await checks(next);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${next.project}`);
    if (!ok) failed++;
  }
}

function checks({ project, config }) {
  const child = spawn(process.execPath, [tsc, '-p', resolve(root, project, config), '--noEmit'], { stdio: 'inherit' });
  return new Promise((done) => {
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}
