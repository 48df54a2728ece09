import { excerptOf } from '../excerpt.js';
import { parseJson } from '../json-text.js';
import { FileProblem } from './file-problem.js';
import { jsonlLines } from './jsonl-lines.js';
import type { Table, TableRow } from './table.js';

type Cells = Readonly<Record<string, unknown>>;
type Line = { readonly kind: 'cells'; readonly cells: Cells } | Extract<TableRow, { kind: 'broken' }>;

const LOOKED_AT = 1_000;

/**
 * Opens lines of JSON as a table: an object a line, its fields are the columns. An object `features` stands for the fields in it,
 * and then the other fields are columns only where they are asked for. Columns are those of the first 1,000 lines.
 *
 * @param wanted columns that are wanted beside features
 * @throws FileProblem when no line is an object
 */
export async function openJsonTable(
  path: string,
  chunks: AsyncIterable<Buffer>,
  wanted: readonly string[],
): Promise<Table> {
  const pages = pagesOf(chunks, wanted)[Symbol.asyncIterator]();
  const first: Line[] = [];
  for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
    first.push(...page.value);
    if (first.length >= LOOKED_AT) break;
  }
  const columns = [...new Set(first.flatMap((line) => (line.kind === 'cells' ? Object.keys(line.cells) : [])))];
  if (columns.length === 0) throw new FileProblem(path, ['has no line that is a JSON object with fields']);
  return { columns, typed: true, pages: rowsOf(columns, first, pages) };
}

async function* pagesOf(chunks: AsyncIterable<Buffer>, wanted: readonly string[]): AsyncGenerator<Line[], undefined> {
  for await (const lines of jsonlLines(chunks)) yield lines.map((line) => lineOf(line, wanted));
}

async function* rowsOf(columns: readonly string[], first: readonly Line[], rest: AsyncIterator<Line[], undefined>) {
  let count = 0;
  let page: readonly Line[] | undefined = first;
  while (page !== undefined) {
    yield page.map((line): TableRow => {
      const row = count++;
      if (line.kind === 'broken') return { ...line, row };
      return { kind: 'cells', row, cells: columns.map((name) => line.cells[name] ?? null) };
    });
    page = (await rest.next()).value;
  }
}

function lineOf(line: Buffer, wanted: readonly string[]): Line {
  const parsed = parseJson(line);
  const reason = parsed.kind === 'refused' ? parsed.reason : 'is no JSON object';
  if (parsed.kind === 'refused' || !isObject(parsed.value))
    return { kind: 'broken', row: 0, reason, excerpt: excerptOf(line.toString('utf8')) };
  const record: Cells = parsed.value;
  const { features } = record;
  if (!isObject(features)) return { kind: 'cells', cells: record };
  const beside = wanted.flatMap((name) => (name in record ? [[name, record[name]]] : []));
  return { kind: 'cells', cells: { ...features, ...Object.fromEntries(beside) } };
}

function isObject(value: unknown): value is Cells {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
