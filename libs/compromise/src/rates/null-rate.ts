import type { Declaration } from '../declaration.js';

/** How often a bit may be set before it matters, from how often it was in healthy traffic. */
export interface NullRate {
  readonly set: number;
  readonly n: number;
  /** Upper bound of the rate, with the tolerance. */
  readonly pooled: number;
  /** The rate with the tolerance: what varies between principals is in their overdispersion. */
  readonly principal: number;
}

/** What matters: a point, or, of what is rarer than half a percent, as much again as there was, but at least .05 points. */
export function toleranceOf(rate: number): number {
  return rate >= 0.005 ? 0.01 : Math.max(0.0005, rate);
}

/** Slips that are tolerated of what is never set in healthy traffic: fewer where many healthy bits say so. */
const slips = { many: 300, ofMany: 1e-5, ofFew: 5e-4 };
/** Of what no slip sets: twelve letters and digits, the shortest token, stand by chance among the 600,000 of all readings of one text in 10¹³. */
const byChance = 1e-13;

/**
 * @param set of n healthy bits
 * @param overdispersion of the longest window measured
 * @param declared whether the bit is never set in healthy traffic, as its detector knows, and not even by a slip
 */
export function nullRateOf(
  set: number,
  n: number,
  overdispersion: number,
  { never, once }: Pick<Declaration, 'never' | 'once'>,
): NullRate {
  if (never && set === 0) {
    const slip = once ? byChance : n >= slips.many ? slips.ofMany : slips.ofFew;
    return { set, n, pooled: slip, principal: slip };
  }
  const share = set / Math.max(n, 1);
  // Not seen is not never: at most three in n, by the rule of three.
  const rate = Math.min(1, Math.max(set, 3) / Math.max(n, 3));
  const spread = 3 * Math.sqrt((rate * (1 - rate) * overdispersion) / Math.max(n, 1));
  const tolerance = toleranceOf(share);
  return {
    set,
    n,
    pooled: Math.min(0.98, (set === 0 ? rate : share + spread) + tolerance),
    principal: Math.min(0.98, rate + tolerance),
  };
}
