import { describe, expect, it } from '@jest/globals';
import { betaBinomialLogSf, binomialLogSf } from './beta-binomial-log-sf.js';

describe('beta-binomial tail', () => {
  // logsumexp(scipy.stats.betabinom.logpmf(arange(k, n + 1), n, a, b)), SciPy 1.17; its logsf loses digits far out.
  it.each([
    [3, 10, 0.5, 9.5, -3.0563802239834996],
    [40, 200, 2.5, 60, -8.302315085664716],
    [1, 1, 1, 1, -0.6931471805599453],
    [300, 3200, 12, 400, -15.26275190585294],
    [10, 10, 3, 2, -2.7191000372887952],
    [0, 10, 3, 2, 0],
  ])('of at least %p of %p with Beta(%p, %p) is what SciPy says', (k, n, a, b, expected) => {
    expect(betaBinomialLogSf(k, n, a, b)).toBeCloseTo(expected, 10);
  });

  it('is the binomial law where the rate hardly varies', () => {
    expect(betaBinomialLogSf(60, 200, 1e7, 9e7)).toBeCloseTo(binomialLogSf(60, 200, 0.1), 2);
    expect(binomialLogSf(3, 25, 0.0005)).toBeCloseTo(-15.070292355516576, 9);
  });

  it('refuses what is no count and no law', () => {
    expect(() => betaBinomialLogSf(11, 10, 1, 1)).toThrow(RangeError);
    expect(() => betaBinomialLogSf(1, 10, Infinity, 1)).toThrow(RangeError);
  });
});
