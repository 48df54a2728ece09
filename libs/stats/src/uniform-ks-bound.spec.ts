import { describe, expect, it } from '@jest/globals';

import { ksFromSamples } from './ks-from-samples.js';
import { uniforms } from './testing/random.js';
import { uniformKsBound } from './uniform-ks-bound.js';

describe('uniformKsBound', () => {
  it('is what confseq tests for: .08204769 at n = 1000, alpha .05, from 100 on', () => {
    expect(uniformKsBound(1000, 0.05, 100)).toBeCloseTo(0.08204769, 6);
  });

  // Solved from the formula of confseq's uniform_boundaries.h.
  it.each([
    [0.05, 8.123],
    [0.01, 9.284],
    [1e-3, 10.943],
    [1e-6, 15.901],
    [1e-8, 19.188],
  ])('has the constant of alpha %d', (alpha, constant) => {
    const bound = uniformKsBound(1, alpha);
    expect((bound / 0.85) ** 2).toBeCloseTo(constant, 2);
  });

  it('holds at every length of streams that do not change', () => {
    const uniform = uniforms(21);
    const law = Array.from({ length: 10_000 }, (_, place) => (place + 0.5) / 10_000);
    let left = 0;
    for (let stream = 0; stream < 20; stream++) {
      const values = Array.from({ length: 1_000 }, uniform);
      const lengths = [10, 30, 100, 300, 1_000];
      if (lengths.some((n) => ksFromSamples(values.slice(0, n), law) > uniformKsBound(n, 0.05, 10))) left += 1;
    }
    expect(left).toBeLessThanOrEqual(1);
  });

  it('refuses what it does not hold for', () => {
    expect(() => uniformKsBound(5, 0.05, 10)).toThrow('uniformKsBound requires');
    expect(() => uniformKsBound(5, 0)).toThrow('uniformKsBound requires');
  });
});
