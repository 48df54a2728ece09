import type { DecodeOptions } from '../decode-options.js';
import type { Decoded } from '../event.js';
import { takeEvent } from '../formats/native/decode-native.js';
import { takerFor } from '../formats/native/decode-records.js';
import { parseJson } from '../json-text.js';
import { checkName } from '../read-fields.js';
import { answered, rejected } from '../refused.js';
import { openCsv } from './csv-table.js';
import { FileProblem } from './file-problem.js';
import { jsonlLines } from './jsonl-lines.js';
import { type Mapping, missingColumns } from './mapping.js';
import { openBytes } from './open-bytes.js';
import { openParquet } from './parquet-table.js';
import { rowReader } from './row-reader.js';
import type { Table, TableRow } from './table.js';

/** What one row of a file holds. A row with its truth in it gives two: the event (part 0) and its label (part 1). */
export interface FileRecord {
  /** The row, from 0 over the whole file; broken rows count too. It is the record's offset. */
  readonly row: number;
  readonly decoded: Decoded;
}

/** How a file is to be read. */
export interface ReadFileOptions extends DecodeOptions {
  /** The model's name where neither the mapping nor the record says one. */
  readonly model: string;
  /** Which column is what. Without it every column is a feature and the row's number is its time, in milliseconds. */
  readonly mapping?: Mapping;
}

const TYPING_ROWS = 1_000;

/**
 * Reads CSV, JSONL of native events (both also gzipped) or Parquet, in the file's order, in pages. A row that cannot be
 * read is a rejection with its number, and reading goes on.
 * @throws FileProblem when the file as a whole cannot be read, or a mapped column is missing; all problems are listed
 */
export async function* readFile(path: string, options: ReadFileOptions): AsyncIterable<FileRecord[]> {
  const file = await openBytes(path);
  if (file.kind === 'jsonl') {
    if (options.mapping !== undefined) throw new FileProblem(path, ['holds native events, which need no mapping']);
    yield* readLines(file.chunks(), options);
  } else
    yield* readTable(path, file.kind === 'csv' ? await openCsv(path, file.chunks) : await openParquet(path), options);
}

/** Reads the rows of an open table, in pages. */
export async function* readTable(path: string, table: Table, options: ReadFileOptions): AsyncIterable<FileRecord[]> {
  const mapping = options.mapping ?? {};
  const problems = [...badNames(table.columns), ...missingColumns(mapping, table.columns)];
  if (problems.length > 0) throw new FileProblem(path, problems);
  let held: TableRow[] = [];
  let read: ReturnType<typeof rowReader> | undefined;
  for await (const page of table.pages) {
    held.push(...page);
    if (read === undefined && held.length < TYPING_ROWS) continue;
    read ??= rowReader(table, held, mapping, options.model, options);
    yield recordsOf(held, read);
    held = [];
  }
  if (held.length > 0) yield recordsOf(held, read ?? rowReader(table, held, mapping, options.model, options));
}

function badNames(columns: readonly string[]): string[] {
  return columns.flatMap((name) => {
    const answer = answered(undefined, () => checkName(name, 'column'));
    return answer === undefined ? [] : [`${answer.field} ${answer.reason}`];
  });
}

function recordsOf(rows: readonly TableRow[], read: ReturnType<typeof rowReader>): FileRecord[] {
  return rows.flatMap((row) => read(row).map((decoded) => ({ row: row.row, decoded })));
}

async function* readLines(chunks: AsyncIterable<Buffer>, options: ReadFileOptions): AsyncIterable<FileRecord[]> {
  const take = takeEvent(options);
  let row = 0;
  for await (const lines of jsonlLines(chunks)) {
    yield lines.map((line) => {
      const parsed = parseJson(line);
      if (parsed.kind === 'refused') return { row: row++, decoded: rejected(0, parsed.field, parsed.reason, line) };
      return { row: row++, decoded: takerFor(parsed, take)(withModel(parsed.value, options.model), 0) };
    });
  }
}

function withModel(record: unknown, model: string): unknown {
  const isNameless = typeof record === 'object' && record !== null && !Array.isArray(record) && !('model' in record);
  return isNameless ? { ...record, model } : record;
}
