import { subjectNamed } from '@anchorwatch/detection';
import { invalid } from './errors.js';

/** A whole number that a query string may give: read, refused and described to OpenAPI by the same bounds, both inclusive. */
export interface WholeNumber<Default extends number | undefined = number | undefined> {
  readonly name: string;
  readonly required: false;
  readonly description: string;
  readonly schema: {
    readonly type: 'integer';
    readonly minimum: number;
    readonly maximum: number;
    /** What an absent one stands for; without it absence has its own meaning. */
    readonly default: Default;
  };
}

export function wholeNumber<Default extends number | undefined>(
  name: string,
  description: string,
  [minimum, maximum]: readonly [number, number],
  fallback: Default,
): WholeNumber<Default> {
  return { name, required: false, description, schema: { type: 'integer', minimum, maximum, default: fallback } };
}

/** How many rows an answer holds at most. */
export const limitUpTo = (maximum: number, fallback: number) =>
  wholeNumber('limit', 'Most rows of the answer.', [1, maximum], fallback);

/** The last millisecond that a date can name. */
const LAST_TIME_MS = 8_640_000_000_000_000;

/** An event time, epoch milliseconds. */
export const eventTime = (name: string, description: string) =>
  wholeNumber(name, `Event time, milliseconds. ${description}`, [0, LAST_TIME_MS], undefined);

/** What the query string says, or the default. @throws ApiError 400 by the name of the field: not whole, or out of bounds. */
export function wholeNumberOf<Default extends number | undefined>(
  { name, schema }: WholeNumber<Default>,
  query: Readonly<Record<string, string | undefined>>,
): number | Default {
  const text = query[name];
  if (text === undefined || text === '') return schema.default;
  const { minimum, maximum } = schema;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
  const reason = `expected a whole number from ${minimum} to ${maximum}, got "${text.slice(0, 50)}"`;
  throw invalid([{ field: name, reason }]);
}

/** A subject of a query string, as it is recorded; `feature <name>` names a feature also where its own name would do. */
export function subjectOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : subjectNamed(text);
}

/** What OpenAPI says of it. */
export const SUBJECT =
  'As verdicts name it: a feature by its own name, or `feature <name>` where that is the name of another subject ' +
  '(`f1` is a measure of performance, `feature f1` a feature). `feature <name>` is understood for every feature.';
