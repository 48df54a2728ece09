import { textLines } from '@anchorwatch/telemetry';
import { readTextRecord, type TextRecord } from './text-record.js';

/** A text and the line it stands in, or what is wrong with the line. */
export type TextOfFile =
  | ({ readonly kind: 'text'; readonly line: number } & TextRecord)
  | { readonly kind: 'problem'; readonly line: number; readonly problem: string };

/**
 * The texts of a file, also a gzipped one. A file is JSON lines when its first line that is not blank begins with `{` or `"` and its name does not end in `.txt`
 * (or `.txt.gz`); otherwise every line is a text. Blank lines are none.
 * @throws FileProblem when it cannot be read, is empty or no text
 */
export async function* textsOfFile(path: string, answers: boolean): AsyncIterable<TextOfFile> {
  let isJson = /\.txt(?:\.gz)?$/i.test(path) ? false : undefined;
  for await (const { line, text, broken } of textLines(path)) {
    isJson ??= /^\s*["{]/.test(text);
    if (broken) {
      yield { kind: 'problem', line, problem: 'is no UTF-8 text' };
      continue;
    }
    const record = isJson ? readTextRecord(text, answers) : { id: '', text };
    yield typeof record === 'string' ? { kind: 'problem', line, problem: record } : { kind: 'text', line, ...record };
  }
}
