import { betaBinomialLogSf, binomialLogSf } from '@anchorwatch/stats';

/** Overdispersion below this is none: the binomial law then. */
const independent = 1.02;
/** Counts never vary more than if half of them were one. */
const mostCorrelated = 0.5;

/**
 * The chance, as its natural logarithm, of at least k of n bits when each is set at this rate and counts vary `overdispersion` times as much as those of
 * independent bits: the beta-binomial law with that mean and variance.
 *
 * @param rate in (0, 1)
 * @param overdispersion ≥ 1
 */
export function logTail(k: number, n: number, rate: number, overdispersion: number): number {
  if (overdispersion <= independent || n < 2) return binomialLogSf(k, n, rate);
  const correlation = Math.min((overdispersion - 1) / (n - 1), mostCorrelated);
  const weight = (1 - correlation) / correlation;
  return betaBinomialLogSf(k, n, rate * weight, (1 - rate) * weight);
}

/** The smallest count whose chance is at most alpha; n + 1 when none is. */
export function criticalCount(n: number, rate: number, overdispersion: number, alpha: number): number {
  const log = Math.log(alpha);
  let [low, high] = [Math.floor(n * rate), n + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (logTail(middle, n, rate, overdispersion) <= log) high = middle;
    else low = middle;
  }
  return high;
}

/** Rates from this on are rounded up to its multiples, so that few differ. */
const grain = 1 / 2_000;
/** Nothing tells larger rates from this one. */
export const mostRate = 0.98;

/** Critical counts of one level, remembered. */
export class CriticalCounts {
  private readonly known = new Map<number, number>();

  constructor(
    readonly alpha: number,
    private readonly overdispersionOf: (n: number) => number,
  ) {}

  /**
   * For n bits at this rate, which is rounded up to a multiple of 1/2000 unless it is less.
   * @param correlation of two bits of one window, where it is known to be more than in healthy traffic
   */
  at(n: number, rate: number, correlation = 0): number {
    const rounded = Math.min(mostRate, rate < grain ? rate : grain * Math.ceil(rate / grain - 1e-9));
    const factor = 1 + (n - 1) * correlation;
    if (factor > this.overdispersionOf(n)) return criticalCount(n, rounded, factor, this.alpha);
    const key = n + rounded;
    let count = this.known.get(key);
    if (count === undefined) {
      count = criticalCount(n, rounded, this.overdispersionOf(n), this.alpha);
      this.known.set(key, count);
    }
    return count;
  }
}
