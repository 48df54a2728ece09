import { isUtf8 } from 'node:buffer';
import { FileProblem } from './file-problem.js';
import { openBytes } from './open-bytes.js';

/** A line of a file of texts. */
export interface TextLine {
  /** From 1; blank lines count too. */
  readonly line: number;
  /** Without its end; the first one without a byte order mark. */
  readonly text: string;
  /** Whether the line is no UTF-8; its text then has replacement characters. */
  readonly broken: boolean;
}

/** Of a longer line only the beginning is kept. */
const longestLine = 16 * 1024 * 1024;

/**
 * The lines of a text file, also a gzipped one, that are not blank.
 * @throws FileProblem when it cannot be read, is empty or no text
 */
export async function* textLines(path: string): AsyncIterable<TextLine> {
  const { kind, chunks } = await openBytes(path);
  if (kind === 'parquet') throw new FileProblem(path, ['is Parquet: expected lines of text']);
  let pieces: Buffer[] = [];
  let length = 0;
  let line = 0;
  const add = (piece: Buffer) => {
    if (length < longestLine) pieces.push(piece.subarray(0, longestLine - length));
    length += piece.length;
  };
  const finish = (): TextLine => {
    line++;
    const bytes = Buffer.concat(pieces);
    pieces = [];
    const broken = length <= longestLine && !isUtf8(bytes);
    length = 0;
    const text = bytes.toString('utf8').replace(/\r$/, '');
    return { line, text: line === 1 ? text.replace(/^\ufeff/, '') : text, broken };
  };
  for await (const chunk of chunks()) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      add(chunk.subarray(start, end));
      const each = finish();
      if (each.text.trim() !== '') yield each;
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  const last = finish();
  if (last.text.trim() !== '') yield last;
}
