import { chernoffPValue } from '@anchorwatch/stats';
import { priceOf } from '../budget/policy.js';
import type { RateBounds } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import { criticalShare } from './critical-share.js';

const common = 0.05;

/**
 * Tests a rate against what the baseline does not contradict, by Chernoff's bound, which holds for any n. The p-value has
 * paid the test's price.
 * @returns undefined when the rate lies within the bounds
 */
export function beyondBounds(
  statistic: string,
  successes: number,
  n: number,
  bounds: RateBounds,
  overdispersion: number,
  alpha: number,
): TestResult | undefined {
  if (n === 0) return undefined;
  const size = n / overdispersion;
  const value = successes / n;
  const price = priceOf(statistic);
  const paid = (pValue: number): number => Math.min(1, pValue / price);
  if (value > bounds.upper) {
    const pValue = paid(chernoffPValue(successes / overdispersion, size, bounds.upper));
    return { statistic, value, p_value: pValue, critical: criticalRate(size, bounds.upper, alpha * price) };
  }
  if (value < bounds.lower) {
    const pValue = paid(chernoffPValue((n - successes) / overdispersion, size, 1 - bounds.lower));
    return { statistic, value, p_value: pValue, critical: 1 - criticalRate(size, 1 - bounds.lower, alpha * price) };
  }
  return undefined;
}

/**
 * Whether a rate is nothing surprising beside a share that was only estimated: bounds of the share, which are costly to
 * find, then need not be known, because they only make it less surprising.
 */
export function isCommon(successes: number, n: number, share: number, overdispersion: number): boolean {
  const size = n / overdispersion;
  if (n === 0 || share <= 0 || share >= 1) return false;
  const above = successes / n > share;
  const pValue = above
    ? chernoffPValue(successes / overdispersion, size, share)
    : chernoffPValue((n - successes) / overdispersion, size, 1 - share);
  return pValue > common;
}

/** The rate at which the bound equals alpha; 1 when no rate reaches it. */
function criticalRate(n: number, rate: number, alpha: number): number {
  return criticalShare((share) => chernoffPValue(Math.min(n, share * n), n, rate), rate, 1, alpha);
}
