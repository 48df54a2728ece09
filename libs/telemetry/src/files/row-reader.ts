import type { DecodeOptions } from '../decode-options.js';
import type { Decoded } from '../event.js';
import { takeEvent, takeLabel } from '../formats/native/decode-native.js';
import { rejected } from '../refused.js';
import { cellTime } from './cell-time.js';
import { type ReadCell, categoryOf, cellText, columnTypes, numberOf } from './column-types.js';
import { COLUMN_FIELDS, type Mapping } from './mapping.js';
import type { Table, TableRow } from './table.js';

/** Answers a row of a table with an event, and its label where the truth is in the file, or with a rejection. */
export type ReadRow = (row: TableRow) => Decoded[];

/**
 * Makes the reader of a table's rows.
 *
 * @param firstRows the rows from which the columns' types are found out
 * @param model the model's name where the mapping has none
 */
export function rowReader(
  { columns, typed }: Table,
  firstRows: readonly TableRow[],
  mapping: Mapping,
  model: string,
  options: DecodeOptions,
): ReadRow {
  const categorical = new Set(mapping.categorical ?? []);
  const isCategory = columns.map((column) => categorical.has(column));
  const types = typed
    ? isCategory.map((forced) => (forced ? categoryOf : asWritten))
    : columnTypes(firstRows, isCategory);
  const features = featureColumns(columns, mapping).map((name) => ({ name, ...columnAt(name) }));
  const segments = (mapping.segment ?? []).map((name) => ({ name, ...columnAt(name) }));
  // A field that is not mapped has no place, and its cell is undefined.
  const places = Object.fromEntries(
    COLUMN_FIELDS.map((field) => [field, columns.indexOf(mapping[field] ?? '')]),
  ) as Record<(typeof COLUMN_FIELDS)[number], number>;
  const asEvent = takeEvent(options);
  const asLabel = takeLabel(options);
  const name = mapping.model ?? model;

  return (row) => {
    if (row.kind === 'broken') return [withExcerpt(row)];
    const { cells } = row;
    const cell = (field: keyof typeof places) => cells[places[field]];
    const time = mapping.time === undefined ? row.row : cellTime(cell('time'), mapping.time_unit);
    const record = {
      model: name,
      request_id: mapping.request_id === undefined ? String(row.row) : cellText(cell('request_id')),
      time: Number.isNaN(time) ? (cellText(cell('time')) ?? null) : time,
      model_version: cellText(cell('model_version')),
      features: featuresOf(cells),
      prediction: {
        label: cellText(cell('prediction')),
        score: numberOf(cell('score')),
        value: numberOf(cell('value')),
      },
      principal: cellText(cell('principal')),
      latency_ms: numberOf(cell('latency_ms')),
      status: statusOf(cell('status')),
      attributes: Object.fromEntries(segments.flatMap(({ name: segment, at }) => entry(segment, cellText(cells[at])))),
    };
    const event = asEvent(record, 0);
    const truth = cell('label');
    if (event.kind !== 'event' || cellText(truth) === undefined) return [event];
    const { request_id } = record;
    const answer = mapping.value === undefined ? { label: cellText(truth) } : { value: numberOf(truth) };
    return [
      event,
      asLabel(
        { model: name, request_id, time: event.event.event_time, source: cellText(cell('source')), ...answer },
        1,
      ),
    ];
  };

  // Column names were checked when the file was opened, so that none can reach a prototype.
  function featuresOf(cells: readonly unknown[]): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const { name: feature, at, read } of features) values[feature] = read(cells[at]);
    return values;
  }

  function columnAt(column: string): { at: number; read: ReadCell } {
    const at = columns.indexOf(column);
    return { at, read: types[at] ?? asWritten };
  }
}

function asWritten(cell: unknown): unknown {
  return cell;
}

function featureColumns(columns: readonly string[], mapping: Mapping): readonly string[] {
  if (mapping.features !== undefined) return mapping.features;
  const named = new Set([
    ...COLUMN_FIELDS.map((field) => mapping[field]),
    ...(mapping.segment ?? []),
    ...(mapping.ignore ?? []),
  ]);
  return columns.filter((column) => !named.has(column));
}

function statusOf(cell: unknown): unknown {
  const status = numberOf(cell);
  return typeof status === 'number' ? (status >= 400 ? 'error' : 'ok') : status;
}

function entry(name: string, text: string | undefined): [string, string][] {
  return text === undefined ? [] : [[name, text]];
}

function withExcerpt(row: Extract<TableRow, { kind: 'broken' }>): Decoded {
  return rejected(0, `row ${row.row}`, row.reason, row.excerpt);
}
