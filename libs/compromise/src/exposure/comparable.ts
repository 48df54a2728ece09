import { studentTPValue } from '@anchorwatch/stats';
import { isBlind, type Blind } from '../bits/detector.js';
import { enoughWindows } from '../rates/measure-dispersion.js';

/** Different questions after which a principal's exposure is set beside that of others with as many. */
export const checkpoints: readonly number[] = [50, 100, 200, 400, 800];

/** One healthy principal's exposure after so many different questions. */
export interface Learned {
  readonly principal: string;
  readonly questions: number;
  readonly fidelity: number;
}

/**
 * How exposed healthy principals are after so many different questions: the log odds of the fidelity as a line over the logarithm of the questions, and how far
 * principals lie from it.
 */
export interface Comparable {
  readonly principals: number;
  /** Means of both, the slope, and the standard deviation around the line. */
  readonly x: number;
  readonly y: number;
  readonly slope: number;
  readonly deviation: number;
  /** Mean square of x around its mean. */
  readonly spread: number;
}

/** What an exposure is beside comparable customers. */
export interface Beside {
  /** Chance of as much, or more. */
  readonly p_value: number;
  readonly expected: number;
  /** Log odds beyond the line. */
  readonly beyond: number;
}

/** Log odds beyond this count as this: a copy is never right for sure. */
const mostSure = 6;
/** Principals who differ by less than this many log odds are alike: copies are tried on some hundreds of questions. */
const leastDeviation = 0.15;

/** @returns why not, where fewer than thirty principals asked enough */
export function fitComparable(learned: readonly Learned[]): Comparable | Blind {
  const principals = new Set(learned.map(({ principal }) => principal)).size;
  if (principals < enoughWindows)
    return {
      blind: `insufficient calibration: ${principals} healthy principals with ${checkpoints[0]} different questions, at least ${enoughWindows} are needed`,
    };
  const points = learned.map(({ questions, fidelity }) => [Math.log(questions), oddsOf(fidelity)] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, odds]) => odds)];
  const spread = mean(([at]) => (at - x) ** 2);
  // More questions never teach less.
  const slope = spread === 0 ? 0 : Math.max(0, mean(([at, odds]) => (at - x) * (odds - y)) / spread);
  const squares = mean(([at, odds]) => (odds - y - slope * (at - x)) ** 2);
  const deviation = Math.max(leastDeviation, Math.sqrt((squares * points.length) / Math.max(1, points.length - 2)));
  return { principals, x, y, slope, deviation, spread: Math.max(spread, 1e-3) };
}

/**
 * By Student's law of one more principal like them; those who were measured at several lengths count once.
 * @param shift log odds by which everybody is more exposed at present than healthy principals were
 */
export function besideComparable(
  { principals, x, y, slope, deviation, spread }: Comparable,
  { questions, fidelity }: Omit<Learned, 'principal'>,
  shift: number,
): Beside {
  const at = Math.log(questions) - x;
  const expected = y + slope * at;
  const beyond = oddsOf(fidelity) - expected;
  const error = deviation * Math.sqrt(1 + 1 / principals + at ** 2 / (principals * spread));
  const t = (beyond - shift) / error;
  const both = studentTPValue(t, principals - 2);
  return { p_value: t > 0 ? both / 2 : 1 - both / 2, expected: 1 / (1 + Math.exp(-expected - shift)), beyond };
}

/** The least fidelity whose chance is at most alpha, to four digits. */
export function criticalFidelity(comparable: Comparable, questions: number, shift: number, alpha: number): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-5) {
    const fidelity = (low + high) / 2;
    if (besideComparable(comparable, { questions, fidelity }, shift).p_value > alpha) low = fidelity;
    else high = fidelity;
  }
  return high;
}

/** Of a fidelity; kept within what some hundreds of tries can tell. */
function oddsOf(fidelity: number): number {
  const odds = Math.log(Math.max(1e-9, fidelity) / Math.max(1e-9, 1 - fidelity));
  return Math.max(-mostSure, Math.min(mostSure, odds));
}

/** By level: how exposed healthy principals are; why it cannot be said. */
export type Comparables = Readonly<Partial<Record<string, Comparable | Blind>>>;

export function comparableAt(comparables: Comparables | undefined, level: string): Comparable | undefined {
  const found = comparables?.[level];
  return found === undefined || isBlind(found) ? undefined : found;
}
