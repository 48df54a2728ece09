import { checkName, readObject } from '../../read-fields.js';
import { Refused, describe } from '../../refused.js';
import { rowsAlike } from './rows-alike.js';

const GROUPS = ['prediction.classes', 'features', 'prediction', 'principal', 'attributes', 'text'];

/** A columnar batch: `{model, …, columns: {request_id: […], "features.distance": […], …}}`. */
export interface Columns {
  /** All of the same length. */
  readonly columns: readonly Column[];
  /** What stands beside `columns`. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** How many rows there are, at least one. */
  readonly count: number;
}

/** @throws Refused when the columns are no columns, differ in length or are longer than `limit` */
export function readColumns(value: unknown, limit: number): Columns {
  const { columns: sent, ...constants } = readObject(value, 'record');
  const columns = Object.entries(readObject(sent, 'columns')).map(([name, values]) => readColumn(name, values));
  const count = columns[0]?.values.length ?? 0;
  if (count === 0) throw new Refused('columns', 'hold no row');
  for (const { name, values } of columns) {
    if (values.length === count) continue;
    throw new Refused(`columns.${name}`, `has ${values.length} values, ${columns[0]!.name} has ${count}`);
  }
  if (count > limit)
    throw new Refused('columns', `hold ${count} rows, allowed are ${limit}: send them in several messages`);
  return { columns, constants, count };
}

/**
 * Makes rows of columns as native records, one when it is asked for: a batch is never held twice. What stands beside the columns
 * holds for every row; a column of the same name wins. Null in a column is an absent field, except under `features.`, where
 * it is a missing value.
 */
export function recordsOf({ columns, constants }: Columns): (row: number) => Record<string, unknown> {
  return rowsAlike(columns, isAbsent, (row) => rowOf(columns, constants, row));
}

export interface Column {
  readonly name: string;
  /** The path inside the record: `['prediction', 'classes', 'late']`. */
  readonly path: readonly string[];
  readonly values: readonly unknown[];
}

function readColumn(name: string, values: unknown): Column {
  if (!Array.isArray(values)) throw new Refused(`columns.${name}`, `expected an array, got ${describe(values)}`);
  const group = GROUPS.find((prefix) => name.startsWith(`${prefix}.`));
  const path = group === undefined ? [name] : [...group.split('.'), name.slice(group.length + 1)];
  for (const part of path) checkName(part, group === undefined ? 'columns' : `columns.${group}`);
  return { name, path, values };
}

function rowOf(columns: readonly Column[], constants: Columns['constants'], row: number): Record<string, unknown> {
  const record: Record<string, unknown> = { ...constants };
  const made = new Map<string, Record<string, unknown>>();
  for (const column of columns) {
    if (isAbsent(column, row)) continue;
    const { path, values } = column;
    const target = path.length === 1 ? record : groupOf(record, path, made);
    target[path[path.length - 1]!] = values[row];
  }
  if (record.features === undefined) record.features = {};
  return record;
}

function isAbsent({ path, values }: Column, row: number): boolean {
  return values[row] === null && path[0] !== 'features';
}

// A group that is also a constant is copied before a row writes into it: rows share nothing.
function groupOf(record: Record<string, unknown>, path: readonly string[], made: Map<string, Record<string, unknown>>) {
  let target = record;
  for (let depth = 0; depth < path.length - 1; depth++) {
    const key = depth === 0 ? path[0]! : `${path[0]}.${path[1]}`;
    let group = made.get(key);
    if (group === undefined) {
      const constant = target[path[depth]!];
      group = typeof constant === 'object' && constant !== null ? { ...constant } : {};
      made.set(key, group);
      target[path[depth]!] = group;
    }
    target = group;
  }
  return target;
}
