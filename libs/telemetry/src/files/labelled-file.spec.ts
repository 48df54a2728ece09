import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { labelledFile, type LabelledFileOptions } from './labelled-file.js';

const folder = mkdtempSync(join(tmpdir(), 'labelled-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, text: string, options: LabelledFileOptions) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const records = [];
  for await (const page of labelledFile(path, options)) records.push(...page);
  return records;
}

const first = { kind: 'row', row: 0, features: { a: 1, b: 'x' }, label: 'yes', source: 'me' };

describe('labelledFile', () => {
  it('reads labels and sources beside the features, and null where there is none', async () => {
    const records = await read('t.csv', 'a,b,y,who,id\n1,x,yes,me,7\n2,z,,,8\n', {
      label: 'y',
      source: 'who',
      ignore: ['id'],
    });
    expect(records).toEqual([first, { kind: 'row', row: 1, features: { a: 2, b: 'z' }, label: null, source: null }]);
  });

  it('reads an object a line, and says which line is none', async () => {
    const records = await read('t.jsonl', '{"a":1,"b":"x","y":"yes","who":"me"}\n[1]\n', { label: 'y', source: 'who' });
    expect(records).toEqual([first, { kind: 'broken', row: 1, reason: expect.stringContaining('is no JSON object') }]);
  });

  it('takes the fields of features, where there are any, and of the others those that are asked for', async () => {
    const line = '{"id":3,"features":{"a":1,"b":"x"},"y":"yes","who":"me"}';
    expect(await read('f.jsonl', line, { label: 'y', source: 'who' })).toEqual([first]);
  });

  it('refuses columns that are not there, all of them, by their option', async () => {
    const reading = read('c.csv', 'a,y\n1,yes\n', { label: 'truth', source: 'who' });
    await expect(reading).rejects.toThrow(/label: there is no column "truth".*source: there is no column "who"/);
  });
});
