import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const bench = fileURLToPath(new URL('../bench', import.meta.url));
const programs = readdirSync(bench).filter((name) => name.endsWith('.mjs'));
const readme = readFileSync(resolve(bench, 'README.md'), 'utf8');

describe.each(programs)('bench/%s', (program) => {
  it('finds everything that it imports, and says how it is used', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(bench, program), '--help'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect([status, stdout.startsWith('usage: ')]).toEqual([0, true]);
  });

  it('is in the README', () => expect(readme).toContain(`node bench/${program}`));
});
