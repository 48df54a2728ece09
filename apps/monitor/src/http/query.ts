import { subjectNamed } from '@anchorwatch/detection';
import { invalid } from './errors.js';

/** A bounded `limit` of a query string. */
export function limitOf(text: string | undefined, fallback: number, most: number): number {
  return Math.min(most, Math.max(1, numberOf('limit', text) ?? fallback));
}

/** A whole number of a query string; undefined when absent. */
export function numberOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw invalid([{ field, reason: `expected a whole number, got "${text.slice(0, 50)}"` }]);
  return value;
}

/** A subject of a query string, as it is recorded; `feature <name>` names a feature also where its own name would do. */
export function subjectOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : subjectNamed(text);
}

/** What OpenAPI says of it. */
export const SUBJECT =
  'As verdicts name it: a feature by its own name, or `feature <name>` where that is the name of another subject ' +
  '(`f1` is a measure of performance, `feature f1` a feature). `feature <name>` is understood for every feature.';
