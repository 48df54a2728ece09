import { describe, expect, it } from '@jest/globals';
import { chernoffPValue } from './chernoff-p-value.js';
import { estimatedRatePValue } from './estimated-rate-p-value.js';
import { logGamma } from './log-gamma.js';

/** P(at least k of n) when the rate has the law that the sample leaves of it: beta-binomial, added up term by term. */
function betaBinomialTail(k: number, n: number, successes: number, trials: number): number {
  const [a, b] = [successes + 0.5, trials - successes + 0.5];
  const logBeta = (x: number, y: number): number => logGamma(x) + logGamma(y) - logGamma(x + y);
  let sum = 0;
  for (let at = k; at <= n; at++)
    sum += Math.exp(
      logGamma(n + 1) - logGamma(at + 1) - logGamma(n - at + 1) + logBeta(a + at, b + n - at) - logBeta(a, b),
    );
  return sum;
}

describe('estimatedRatePValue', () => {
  it.each([
    [38, 160, 255, 2500],
    [9, 20, 255, 2500],
    [12, 100, 30, 1000],
    [400, 1600, 255, 2500],
    [20, 20, 500, 1000],
  ])('bounds the exact chance of %i of %i after %i of %i', (k, n, successes, trials) => {
    const exact = betaBinomialTail(k, n, successes, trials);
    const bound = estimatedRatePValue(k, n, { successes, trials });
    expect(bound).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    expect(bound).toBeLessThan(exact * 5 * Math.sqrt(n));
  });

  it('is that of Chernoff where the rate is known well', () => {
    const bound = estimatedRatePValue(30, 100, { successes: 1e8, trials: 1e9 });
    expect(Math.log(bound) / Math.log(chernoffPValue(30, 100, 0.1))).toBeCloseTo(1, 4);
  });

  it('is near 1 for a share like the known one, and 1 of nothing', () => {
    expect(estimatedRatePValue(0, 0, { successes: 5, trials: 10 })).toBe(1);
    expect(estimatedRatePValue(10, 100, { successes: 100, trials: 1000 })).toBeGreaterThan(0.9);
  });

  it('refuses counts that cannot be', () => {
    expect(() => estimatedRatePValue(3, 2, { successes: 1, trials: 2 })).toThrow('estimatedRatePValue requires');
    expect(() => estimatedRatePValue(1, 2, { successes: 3, trials: 2 })).toThrow('estimatedRatePValue requires');
  });
});
