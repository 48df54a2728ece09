import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openSource } from './source.js';

const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-source-'));
const path = join(folder, 'events.jsonl');
const good = JSON.stringify({ model: 'm', request_id: 'r', time: 1_700_000_000_000, features: { a: 1 } });
const bad = JSON.stringify({ model: 'm', request_id: 'r', features: { a: 1 } });

afterAll(() => rmSync(folder, { recursive: true }));

async function readAll(lines: readonly string[]): Promise<{ events: number; rejections: number }> {
  writeFileSync(path, `${lines.join('\n')}\n`);
  const source = await openSource(path, 'm', undefined);
  const read = { events: 0, rejections: 0 };
  for await (const page of source.pages()) {
    read.events += page.events.length;
    read.rejections += page.rejections.length;
  }
  return read;
}

describe('a file', () => {
  it('of which some rows can be read goes on, and counts the others', async () => {
    expect(await readAll([bad, good, bad])).toEqual({ events: 1, rejections: 2 });
  });

  it('of which no row can be read says why', async () => {
    await expect(readAll([bad, bad])).rejects.toThrow(
      'events.jsonl: none of its 2 rows could be read; row 0: time is required',
    );
  });
});
