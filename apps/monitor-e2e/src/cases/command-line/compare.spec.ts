import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';
import { ROWS, writeFiles } from './files.js';

const folder = tempFolder('command-line-compare');
const file = (name: string) => folder.file(name);
const mapping = ['--mapping', file('mapping.yaml')];

beforeAll(() => writeFiles(folder));
afterAll(() => folder.remove());

describe('compare', () => {
  it('sets two files side by side: what moved comes first, and the exit status says whether anything did', async () => {
    const words = ['compare', file('calm.csv'), file('changed.csv'), ...mapping, '--json', file('compared.json')];
    const ran = await run(words);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toMatch(/^≠ {2}amount/m);
    const compared = JSON.parse(readFileSync(file('compared.json'), 'utf8'));
    expect(compared).toMatchObject({ different: true, a: { events: ROWS }, b: { events: ROWS } });
    expect(compared.subjects[0]).toMatchObject({ subject: 'amount', different: true });
    const same = await run(['compare', file('calm.csv'), file('calm.csv'), ...mapping]);
    expect([same.status, same.stderr]).toEqual([0, '']);
    expect(same.stdout).toContain('Alike');
  }, 60_000);

  it.each([
    ['a file that is not there', ['nowhere.csv', 'nowhere.csv'], 'nowhere.csv'],
    ['a window without a model', ['1..2', '2..3'], '--model'],
    ['a window that is none', ['1..2', 'soon', '--model', 'm'], 'B: expected'],
    ['a budget that is none', ['a', 'b', '--alarms', 'few'], '--alarms'],
  ])(
    'refuses %s',
    async (_, words, named) => {
      const ran = await run(['compare', ...words], { ANCHORWATCH_DATA_DIR: file('compared') });
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});

describe('what-if', () => {
  it.each([
    ['a time that is none', ['--from', 'soon', '--to', '2'], '--from'],
    ['a stretch that ends before it begins', ['--from', '2', '--to', '1'], '--to'],
    ['a budget that is none', ['--from', '1', '--to', '2', '--alarms-per-week', 'few'], '--alarms-per-week'],
    ['a budget without end', ['--from', '1', '--to', '2', '--alarms-per-week', '10001'], '--alarms-per-week'],
    ['a model without a baseline', ['--from', '1', '--to', '2'], '--model'],
  ])(
    'refuses %s',
    async (_, words, named) => {
      const ran = await run(['what-if', '--model', 'm', ...words], { ANCHORWATCH_DATA_DIR: file('history') });
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});
