import type { FeatureValue } from '../event.js';
import { openCsv } from './csv-table.js';
import { FileProblem } from './file-problem.js';
import { openJsonTable } from './json-table.js';
import { openBytes } from './open-bytes.js';
import { openParquet } from './parquet-table.js';
import { readTable } from './read-file.js';

/** Which columns of a labelled file are no features. */
export interface LabelledFileOptions {
  /** The column of the labels. */
  readonly label: string;
  /** The column that says who labelled or delivered a row. */
  readonly source?: string;
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** Columns to leave out where they are there. */
  readonly mayIgnore?: readonly string[];
}

/** One row of a labelled file; a broken one says why. */
export type LabelledRecord =
  | {
      readonly kind: 'row';
      readonly row: number;
      readonly features: Readonly<Record<string, FeatureValue>>;
      readonly label: string | null;
      readonly source: string | null;
    }
  | { readonly kind: 'broken'; readonly row: number; readonly reason: string };

/**
 * Reads a table of labelled rows from CSV, JSONL (both also gzipped) or Parquet, in pages, in the file's order. Every column that
 * the options do not name is a feature.
 * @throws FileProblem when the file cannot be read or lacks a column that is named
 */
export async function* labelledFile(path: string, options: LabelledFileOptions): AsyncIterable<LabelledRecord[]> {
  const { label, source, ignore = [], mayIgnore = [] } = options;
  const asked = [
    ['label', label] as const,
    ...(source === undefined ? [] : [['source', source] as const]),
    ...ignore.map((name) => ['ignore', name] as const),
  ];
  const file = await openBytes(path);
  const table =
    file.kind === 'csv'
      ? await openCsv(path, file.chunks)
      : file.kind === 'parquet'
        ? await openParquet(path)
        : await openJsonTable(
            path,
            file.chunks(),
            asked.map(([, name]) => name),
          );
  const missing = asked.filter(([, name]) => !table.columns.includes(name));
  const known = `(columns: ${table.columns.slice(0, 50).join(', ')}${table.columns.length > 50 ? ', …' : ''})`;
  if (missing.length > 0)
    throw new FileProblem(
      path,
      missing.map(([option, name]) => `${option}: there is no column ${JSON.stringify(name)} ${known}`),
    );
  const left = [...ignore, ...mayIgnore.filter((name) => table.columns.includes(name))];
  const mapping = { label, segment: source === undefined ? [] : [source], ignore: left };
  // Nobody is named by the rows, and their number is their time.
  const pages = readTable(path, table, { model: 'labelled', mapping, pseudonymise: (name) => name, now: Infinity });
  for await (const page of pages) {
    const records: LabelledRecord[] = [];
    for (const { row, decoded } of page) {
      if (decoded.kind === 'rejection')
        records.push({ kind: 'broken', row, reason: `${decoded.rejection.field} ${decoded.rejection.reason}` });
      else if (decoded.kind === 'event') {
        const { features, attributes } = decoded.event;
        records.push({ kind: 'row', row, features, label: null, source: attributes[source ?? ''] ?? null });
      } else {
        // The label follows the event of its row.
        const last = records.at(-1);
        if (last?.kind === 'row') records[records.length - 1] = { ...last, label: decoded.label.label ?? null };
      }
    }
    yield records;
  }
}
