import { normalSf, skewedSf } from '@anchorwatch/stats';
import type { Levels } from '../levels.js';
import type { TestResult } from '../verdict.js';
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
 * @param third third moment of one value, standardised
 * @param n     size of the window
 * @param size  n·N/(n + N). What skewness the baseline's own chance takes off is not counted.
 */
export function skewnessOf(third: number, n: number, size: number, overdispersion: number): number {
  return (third * Math.sqrt(overdispersion) * size ** 1.5) / (n * n);
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

/** A share that is expected often enough for a law of large numbers, on both sides. @param tests that share one alpha */
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
  const variance = before * (1 - before);
  const side = share < before ? -1 : 1;
  const third = (side * (1 - 2 * before)) / Math.sqrt(variance);
  const spread = Math.sqrt((variance * overdispersion) / size);
  return { share, side, spread, skewness: skewnessOf(third, n, size, overdispersion) };
}
