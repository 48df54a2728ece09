import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { textLines, type TextLine } from './text-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'text-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(bytes: Buffer | string): Promise<TextLine[]> {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const lines: TextLine[] = [];
  for await (const line of textLines(path)) lines.push(line);
  return lines;
}

describe('textLines', () => {
  it('numbers lines from 1, blank ones too, and leaves ends and the byte order mark out', async () => {
    const text = '\ufefffirst\r\n\n  \nfourth\nlast';
    const expected = [
      { line: 1, text: 'first', broken: false },
      { line: 4, text: 'fourth', broken: false },
      { line: 5, text: 'last', broken: false },
    ];
    expect(await linesOf(text)).toEqual(expected);
    expect(await linesOf(gzipSync(text))).toEqual(expected);
  });

  it('says which line is no UTF-8, far into the file', async () => {
    const padding = `${'é'.repeat(99)}\n`.repeat(1_000);
    const lines = await linesOf(Buffer.concat([Buffer.from(padding), Buffer.from([0x61, 0xff, 0x0a])]));
    expect(lines.filter(({ broken }) => broken)).toEqual([{ line: 1_001, text: 'a\ufffd', broken: true }]);
  });

  it.each([
    ['an empty file', '', 'has no rows'],
    ['blank lines alone', '\n \n', 'has no rows'],
    ['Parquet', `PAR1${'x'.repeat(20)}PAR1`, 'is Parquet: expected lines of text'],
    ['bytes', Buffer.from([0, 1, 2, 0xff]), 'no UTF-8 text'],
  ])('refuses %s', async (_, bytes, reason) => {
    await expect(linesOf(bytes)).rejects.toThrow(reason);
  });
});
