import { type Fields, isFields } from './oracle-case.js';

/** One field in which the library's answer is not the expected one. */
export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Random numbers of the peer that published the case: no other implementation can give them. */
const OF_THE_PEER: ReadonlySet<string> = new Set(['peer_permutation_pvalue']);

/**
 * The expected fields that an answer misses by more than the tolerance. Fields that are not expected are not looked at.
 */
export function differences(expected: Fields, got: Fields, tolerance: Fields): Difference[] {
  return Object.entries(expected)
    .filter(([field]) => !OF_THE_PEER.has(field))
    .filter(([field, value]) => !agrees(value, got[field], allowance(tolerance, field)))
    .map(([field, value]) => ({ field, expected: value, got: got[field] }));
}

interface Allowance {
  readonly absolute: number;
  readonly relative: number;
}

/** Where a case names no tolerance for a field, only the rounding of its last digits is allowed. */
const ROUNDING = 1e-9;

function allowance(tolerance: Fields, field: string): Allowance {
  const of = (name: string): number => Number(tolerance[`${name}_${field}`] ?? tolerance[name] ?? 0);
  // A detector may be late by some rows.
  const absolute = Math.max(of('abs'), Number(tolerance['delay_max'] ?? 0));
  const relative = of('rel');
  const exact = tolerance['exact'] === true;
  return { absolute, relative: absolute === 0 && relative === 0 && !exact ? ROUNDING : relative };
}

function agrees(expected: unknown, got: unknown, allowed: Allowance): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((value, place) => agrees(value, got[place], allowed))
    );
  }
  if (isFields(expected)) {
    return isFields(got) && Object.entries(expected).every(([field, value]) => agrees(value, got[field], allowed));
  }
  if (typeof got !== 'number') return expected === got;
  if (typeof expected !== 'number') return String(got) === expected;
  return (
    got === expected || Math.abs(got - expected) <= Math.max(allowed.absolute, allowed.relative * Math.abs(expected))
  );
}
