import type { FeatureValue, InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { jsonLine, numeral } from '../clickhouse/json.js';
import { textSignsColumns, textSignsValues } from './text-signs-columns.js';

/** The columns of `inference_events` that make an event, in the order in which they are read. */
export const eventColumns = [
  'topic',
  'partition',
  'offset',
  'part',
  'tenant',
  'model',
  'model_version',
  'artefact_digest',
  'endpoint',
  'request_id',
  'row',
  'event_id',
  'event_time',
  'features_num',
  'features_cat',
  'features_bool',
  'features_null',
  'features_vec',
  'prediction_label',
  'prediction_score',
  'prediction_value',
  'prediction_has_classes',
  'prediction_classes',
  'principal_key',
  'principal_organisation',
  'principal_network',
  'status',
  'error_type',
  'latency_ms',
  'tokens_in',
  'tokens_out',
  'sampling_fraction',
  'session_id',
  'trace_id',
  'attributes',
  'has_text',
  'text_prompt',
  'text_output',
  ...textSignsColumns,
] as const;

/** A column that is left out of an insert when none of its events needs it. */
export interface OptionalColumn {
  readonly name: string;
  /** Whether the column's default says the same. */
  readonly absent: (event: InferenceEvent) => boolean;
  /** What stands in the row; undefined for null. */
  readonly value: (event: InferenceEvent) => unknown;
}

/** The columns of a line: those of every event, and the optional ones of this insert. */
export function columnsWith(optional: readonly OptionalColumn[]): readonly string[] {
  return [...always, ...optional.map(({ name }) => name)];
}

/** The optional columns that any of these events needs. */
export function needed(events: readonly StoredEvent[]): readonly OptionalColumn[] {
  return optional.filter(({ absent }) => !events.every(({ event }) => absent(event)));
}

/** The columns of both, in the order of the table; `one` itself when it holds the other. */
export function union(one: readonly OptionalColumn[], other: readonly OptionalColumn[]): readonly OptionalColumn[] {
  if (other.every((column) => one.includes(column))) return one;
  return optional.filter((column) => one.includes(column) || other.includes(column));
}

/** An event as one line of JSONCompactEachRow, in the columns of `columnsWith(used)`. */
export function eventLine({ source, event }: StoredEvent, used: readonly OptionalColumn[]): string {
  const row: unknown[] = [
    source.topic,
    source.partition,
    source.offset,
    source.part,
    event.model,
    event.request_id,
    event.row,
    event.event_id,
    event.event_time,
    event.status,
    numeral(event.sampling_fraction),
  ];
  pushFeatures(row, event.features);
  for (const column of used) row.push(column.value(event));
  return jsonLine(row);
}

const always = [
  'topic',
  'partition',
  'offset',
  'part',
  'model',
  'request_id',
  'row',
  'event_id',
  'event_time',
  'status',
  'sampling_fraction',
  'features_num',
  'features_cat',
  'features_bool',
  'features_null',
  'features_vec',
];

const optional: readonly OptionalColumn[] = [
  word('tenant', (event) => event.tenant),
  word('model_version', (event) => event.model_version),
  word('artefact_digest', (event) => event.artefact_digest),
  word('endpoint', (event) => event.endpoint),
  maybe('prediction_label', (event) => event.prediction.label),
  maybeNumber('prediction_score', (event) => event.prediction.score),
  maybeNumber('prediction_value', (event) => event.prediction.value),
  flag('prediction_has_classes', (event) => event.prediction.classes !== undefined),
  {
    name: 'prediction_classes',
    absent: (event) => event.prediction.classes === undefined,
    value: (event) => numerals(event.prediction.classes ?? {}),
  },
  maybe('principal_key', (event) => event.principal.key),
  maybe('principal_organisation', (event) => event.principal.organisation),
  maybe('principal_network', (event) => event.principal.network),
  word('error_type', (event) => event.error_type),
  maybeNumber('latency_ms', (event) => event.latency_ms),
  maybeNumber('tokens_in', (event) => event.tokens_in),
  maybeNumber('tokens_out', (event) => event.tokens_out),
  word('session_id', (event) => event.session_id),
  word('trace_id', (event) => event.trace_id),
  { name: 'attributes', absent: (event) => isEmpty(event.attributes), value: (event) => event.attributes },
  flag('has_text', (event) => event.text !== undefined),
  maybe('text_prompt', (event) => event.text?.prompt),
  maybe('text_output', (event) => event.text?.output),
  ...textSignsColumns.map((name) => ({
    name,
    absent: ({ text_signs }: InferenceEvent) => text_signs === undefined,
    value: textSignsValues[name],
  })),
];

function word(name: string, value: (event: InferenceEvent) => string): OptionalColumn {
  return { name, absent: (event) => value(event) === '', value };
}

function flag(name: string, value: (event: InferenceEvent) => boolean): OptionalColumn {
  return { name, absent: (event) => !value(event), value };
}

function maybe(name: string, value: (event: InferenceEvent) => string | undefined): OptionalColumn {
  return { name, absent: (event) => value(event) === undefined, value };
}

function maybeNumber(name: string, get: (event: InferenceEvent) => number | undefined): OptionalColumn {
  const value = (event: InferenceEvent): number | string | undefined => {
    const found = get(event);
    return found === undefined ? undefined : numeral(found);
  };
  return { name, absent: (event) => get(event) === undefined, value };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}

const noMap: Readonly<Record<string, never>> = {};
const noList: readonly never[] = [];

/** The five feature columns, each kind of value in a map of its own. */
function pushFeatures(row: unknown[], features: Readonly<Record<string, FeatureValue>>): void {
  // The features of many models are numbers, and already the map that is wanted.
  if (Object.values(features).every(isPlain)) return void row.push(features, noMap, noMap, noList, noMap);
  const numbers: Record<string, number | string> = {};
  const categories: Record<string, string> = {};
  let flags: Record<string, boolean> | undefined;
  let nulls: string[] | undefined;
  let vectors: Record<string, readonly (number | string)[]> | undefined;
  for (const name of Object.keys(features)) {
    const value = features[name]!;
    if (typeof value === 'number') put(numbers, name, numeral(value));
    else if (typeof value === 'string') put(categories, name, value);
    else if (typeof value === 'boolean') put((flags ??= {}), name, value);
    else if (value === null) (nulls ??= []).push(name);
    else put((vectors ??= {}), name, value.every(isPlain) ? value : value.map(numeral));
  }
  row.push(numbers, categories, flags ?? noMap, nulls ?? noList, vectors ?? noMap);
}

function numerals(values: Readonly<Record<string, number>>): Readonly<Record<string, number | string>> {
  if (Object.values(values).every(isPlain)) return values;
  const found: Record<string, number | string> = {};
  for (const name of Object.keys(values)) put(found, name, numeral(values[name]!));
  return found;
}

/** A number that JSON has a numeral for. */
function isPlain(value: FeatureValue): boolean {
  return typeof value === 'number' && (value === 0 ? !Object.is(value, -0) : Number.isFinite(value));
}

/** Sets a property of any name as data: assigning to `__proto__` would lose it. */
function put<Value>(target: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  } else target[name] = value;
}
