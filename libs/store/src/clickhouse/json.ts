/** A string as JSON. A lone half of a surrogate pair, which ClickHouse refuses, becomes U+FFFD. */
export function text(value: string): string {
  if (value.length < 64 && plain.test(value)) return `"${value}"`;
  const json = JSON.stringify(value);
  return json.includes('\\ud') ? JSON.stringify(Buffer.from(value).toString()) : json;
}

/** Printable ASCII without the quote and the backslash: nothing to escape. */
const plain = /^[ !#-[\]-~]*$/;

/** A number as ClickHouse's JSON reads it: -0, NaN and the infinities survive. */
export function number(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '"nan"' : value > 0 ? '"inf"' : '"-inf"';
}

/** A number as a value of a row for `jsonLine`: one that JSON has no numeral for becomes the text that ClickHouse reads. */
export function numeral(value: number): number | string {
  if (value === 0) return Object.is(value, -0) ? '-0' : value;
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/**
 * The values of a row as one line of JSONCompactEachRow; undefined is null. The engine's own encoder writes the whole row,
 * numbers above all, in half the time that joining its parts takes. A lone half of a surrogate pair becomes U+FFFD.
 */
export function jsonLine(row: readonly unknown[]): string {
  const line = JSON.stringify(row);
  return line.includes('\\ud')
    ? line.replace(escapes, (found, half) => (half === undefined ? found : '\\ufffd'))
    : line;
}

/** Escape sequences one by one, so that an escaped backslash before `ud800` is not taken for a half. */
const escapes = /\\(?:(ud[89a-f][0-9a-f]{2})|[^])/g;

/** A number that may be absent. */
export function maybeNumber(value: number | undefined): string {
  return value === undefined ? 'null' : number(value);
}

/** A string that may be absent. */
export function maybeText(value: string | undefined): string {
  return value === undefined ? 'null' : text(value);
}

/** An array of numbers. */
export function numbers(values: readonly number[]): string {
  return `[${values.map(number).join(',')}]`;
}

/** A map of one kind of value, encoded by `encode`. */
export function map<Value>(values: Readonly<Record<string, Value>>, encode: (value: Value) => string): string {
  let out = '';
  for (const key of Object.keys(values)) out += `${out === '' ? '' : ','}${text(key)}:${encode(values[key]!)}`;
  return `{${out}}`;
}

/** JSON text in which NaN and the infinities are the strings 'NaN', 'Infinity' and '-Infinity'; read with `parseNested`. */
export function nested(value: unknown): string {
  return text(JSON.stringify(value, (_, part: unknown) => (isOdd(part) ? { $number: numberName(part) } : part)));
}

/** Reads what `nested` wrote. */
export function parseNested<Value>(json: string): Value {
  return JSON.parse(json, (_, part: unknown) => {
    if (typeof part === 'object' && part !== null && '$number' in part) return Number(part.$number);
    return part;
  }) as Value;
}

/** A number that ClickHouse sent: 'nan', 'inf' and '-inf' come as strings. */
export function readNumber(value: number | string): number {
  if (typeof value === 'number') return value;
  return value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value === 'nan' ? NaN : Number(value);
}

/** A map of numbers that ClickHouse sent. */
export function readNumbers(values: Readonly<Record<string, number | string>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, readNumber(value)]));
}

function isOdd(value: unknown): value is number {
  return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0));
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
