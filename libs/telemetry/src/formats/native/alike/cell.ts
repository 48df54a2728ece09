import { type DecodeOptions, LIMITS, latestTime } from '../../../decode-options.js';
import type { InferenceEvent } from '../../../event.js';
import { parseTime } from '../../../read-time.js';

/** What a cell answers to a value that has to be read the long way, where it is told why it is refused, or what it means. */
export const UNUSUAL: unique symbol = Symbol('unusual');

/** Turns one value of a record into a value of the event: the very one that `readEvent` makes of it, or UNUSUAL. */
export type Check = (value: unknown, options: DecodeOptions) => unknown;

/** The fields of an event that hold one value each and are not made of others, and the place of each among a mould's values. */
export const FIELD_PLACES = {
  tenant: 0,
  model: 1,
  model_version: 2,
  artefact_digest: 3,
  endpoint: 4,
  request_id: 5,
  row: 6,
  event_time: 7,
  status: 8,
  error_type: 9,
  latency_ms: 10,
  tokens_in: 11,
  tokens_out: 12,
  sampling_fraction: 13,
  session_id: 14,
  trace_id: 15,
} as const satisfies Partial<Record<keyof InferenceEvent, number>>;

export type Field = keyof typeof FIELD_PLACES;

/** The maps of an event. */
export type Group = 'features' | 'prediction' | 'classes' | 'principal' | 'attributes';

/** Where a value of a record goes in the event, and how it is checked: into a field, or under a key of one of the maps. */
export type Cell = { readonly check: Check } & (
  { readonly group: undefined; readonly key: Field } | { readonly group: Group; readonly key: string }
);

/** The cell of a path in a record, such as `['features', 'distance']`; undefined where what lies there is no single value. */
export function cellOf(path: readonly string[]): Cell | undefined {
  const [first = '', key, last] = path;
  if (key === undefined) return topCell(first);
  if (last !== undefined) {
    return first === 'prediction' && key === 'classes' && path.length === 3
      ? { group: 'classes', key: last, check: probability }
      : undefined;
  }
  if (first === 'features') return { group: 'features', key, check: feature };
  if (first === 'attributes') return { group: 'attributes', key, check: attribute };
  if (first === 'principal') return { group: 'principal', key, check: principal };
  if (first !== 'prediction' || key === 'classes') return undefined;
  if (key === 'label') return { group: 'prediction', key, check: label };
  if (key === 'score' || key === 'value') return { group: 'prediction', key, check: finite };
  return { group: 'attributes', key: `prediction.${key}`, check: attribute };
}

/** Fields of a record that are no single value. */
const STRUCTURES = new Set(['features', 'prediction', 'attributes', 'text']);

const CHECKS: Readonly<Partial<Record<Field, Check>>> = {
  model: requiredText,
  request_id: requiredText,
  row,
  status,
  latency_ms: amount,
  tokens_in: amount,
  tokens_out: amount,
  sampling_fraction: fraction,
};

function topCell(name: string): Cell | undefined {
  if (STRUCTURES.has(name)) return undefined;
  if (name === 'time') return { group: undefined, key: 'event_time', check: time };
  if (name === 'principal') return { group: 'principal', key: 'key', check: principal };
  // What the format does not know is kept among the attributes; a record has `time`, and no `event_time`.
  if (!isField(name) || name === 'event_time') return { group: 'attributes', key: name, check: attribute };
  return { group: undefined, key: name, check: CHECKS[name] ?? optionalText };
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELD_PLACES, name);
}

function optionalText(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LIMITS.id ? value : UNUSUAL;
  return value === null ? '' : UNUSUAL;
}

function requiredText(value: unknown): unknown {
  return typeof value === 'string' && value.length > 0 && value.length <= LIMITS.id ? value : UNUSUAL;
}

function row(value: unknown): unknown {
  if (value === null) return 0;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LIMITS.row ? value : UNUSUAL;
}

function time(value: unknown, options: DecodeOptions): unknown {
  const ms = typeof value === 'number' ? Math.floor(value) : typeof value === 'string' ? parseTime(value) : Number.NaN;
  return ms >= 0 && ms <= latestTime(options) ? ms : UNUSUAL;
}

function status(value: unknown): unknown {
  if (value === null) return 'ok';
  return value === 'ok' || value === 'error' ? value : UNUSUAL;
}

function amount(value: unknown): unknown {
  if (value === null) return undefined;
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_VALUE ? value : UNUSUAL;
}

function fraction(value: unknown): unknown {
  if (value === null) return 1;
  return typeof value === 'number' && value > 0 && value <= 1 ? value : UNUSUAL;
}

function finite(value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value) ? value : UNUSUAL;
}

function feature(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : UNUSUAL;
  if (typeof value !== 'string') return value === null || typeof value === 'boolean' ? value : UNUSUAL;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return UNUSUAL;
  return value.length <= LIMITS.featureText ? value : UNUSUAL;
}

function probability(value: unknown): unknown {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : UNUSUAL;
}

function label(value: unknown): unknown {
  return typeof value === 'string' && value.length > 0 && value.length <= LIMITS.featureText ? value : UNUSUAL;
}

function attribute(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LIMITS.attributeText ? value : UNUSUAL;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : UNUSUAL;
}

function principal(value: unknown, options: DecodeOptions): unknown {
  if (typeof value !== 'string' || value.length === 0 || value.length > LIMITS.principal) return UNUSUAL;
  return options.principal_hashed === true ? value : options.pseudonymise(value);
}
