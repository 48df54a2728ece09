import { normalSf, skewedSf } from '@anchorwatch/stats';
import type { Levels } from '../budget/levels.js';
import type { TestResult } from '../verdicts/verdict.js';
import { effectiveSize } from './detector.js';

/** The normal tail and that of the same mean, skewed, differ by the factor exp(z³·skewness / 6): below this it is nothing. */
const negligible = 0.05;

/** Two-sided p-value of a standardised mean. @param skewness on the side on which it lies; below 0 the normal law stands */
export function skewedPValue(z: number, skewness: number): number {
  const isNormal = skewness * z ** 3 < negligible;
  return Math.min(1, 2 * (isNormal ? normalSf(z) : skewedSf(z, skewness)));
}

/**
 * Skewness of the standardised difference of two means of values, of which `overdispersion` count as one.
 *
 * @param third third moment of one value, standardised, seen from the side on which the window's mean lies
 * @param n     size of the window
 * @param size  n·N/(n + N). What skewness the baseline's own chance takes off is not counted; what it adds, where the
 *   baseline is the smaller of the two, is.
 */
export function skewnessOf(third: number, n: number, size: number, overdispersion: number): number {
  const own = 1 / (n * n);
  const leaning = third > 0 ? own : Math.min(0, own - (1 / size - 1 / n) ** 2);
  return third * Math.sqrt(overdispersion) * size ** 1.5 * leaning;
}

export interface ShareAtHand {
  readonly statistic: string;
  readonly successes: number;
  readonly n: number;
  /** The baseline's share, not 0 or 1, and of how many values. */
  readonly before: number;
  readonly total: number;
  readonly overdispersion: number;
  readonly tolerated: number;
}

/** Fewer expected in either, and a share has no law of large numbers. */
export const enoughExpected = 10;

/** Whether both samples are large enough for the law of `shareTest`; else a bound has to do (`beyondBounds`). */
export function hasShareLaw(before: number, n: number, total: number): boolean {
  return Math.min(before, 1 - before) * Math.min(n, total) >= enoughExpected;
}

/** A share that is expected often enough for a law of large numbers (`hasShareLaw`), on both sides. @param tests that share one alpha */
export function shareTest(at: ShareAtHand, tests: number, levels: Levels): TestResult {
  const { share, side, spread, skewness } = laid(at);
  const critical = at.before + side * (at.tolerated + spread * levels.skewed(skewness, tests));
  return { statistic: at.statistic, value: share, p_value: sharePValue(at), critical };
}

/** The p-value of `shareTest`, without the rest. */
export function sharePValue(at: ShareAtHand): number {
  const { share, spread, skewness } = laid(at);
  return skewedPValue(Math.max(0, Math.abs(share - at.before) - at.tolerated) / spread, skewness);
}

function laid({ successes, n, before, total, overdispersion }: ShareAtHand): {
  readonly share: number;
  readonly side: number;
  readonly spread: number;
  readonly skewness: number;
} {
  const share = successes / n;
  const size = effectiveSize(n, total);
  const common = commonShare(before, total, share, n);
  const variance = common * (1 - common);
  const side = share < before ? -1 : 1;
  const third = (side * (1 - 2 * common)) / Math.sqrt(variance);
  const spread = Math.sqrt((variance * overdispersion) / size);
  return { share, side, spread, skewness: skewnessOf(third, n, size, overdispersion) };
}

/**
 * The share by which the difference of two varies if they are one: that of both together where it varies more. A baseline
 * that by chance saw too little of something would else be too sure of it.
 */
export function commonShare(before: number, total: number, share: number, n: number): number {
  const both = (before * total + share * n) / (total + n);
  return both * (1 - both) > before * (1 - before) ? both : before;
}
