import { describe, expect, it } from '@jest/globals';
import { convexOrderPValue, normalQuantile, normalScores, normalSf } from './index.js';

describe('normalScores', () => {
  // R 4.2: dnorm(qnorm(c(0, .25, .5, .75))) - dnorm(qnorm(c(.25, .5, .75, 1))), times 4.
  it('are the means of a standard normal variable within quartiles', () => {
    const scores = normalScores([10, 10, 10, 10]);
    [-1.2711063, -0.3246628, 0.3246628, 1.2711063].forEach((score, bin) => expect(scores[bin]).toBeCloseTo(score, 6));
  });

  it('have mean 0 and at most variance 1, ties and all', () => {
    for (const counts of [[1, 999], [5, 0, 90, 5], Array.from({ length: 60 }, (_, k) => 1 + (k % 7)), [40]]) {
      const total = counts.reduce((sum, count) => sum + count, 0);
      const scores = normalScores(counts);
      const mean = scores.reduce((sum, score, bin) => sum + score * counts[bin]!, 0) / total;
      const variance = scores.reduce((sum, score, bin) => sum + score ** 2 * counts[bin]!, 0) / total;
      expect(mean).toBeCloseTo(0, 10);
      expect(variance).toBeLessThanOrEqual(1);
    }
  });

  it('places a bin without mass where its neighbours leave it', () => {
    expect(normalScores([50, 0, 50])[1]).toBeCloseTo(0, 12);
    expect(normalScores([0, 100])[0]).toBeCloseTo(-normalQuantile(0.005), 12);
  });
});

describe('convexOrderPValue', () => {
  it('is no less than the exact tail of sums of scores, for coarse bins and few values', () => {
    for (const [rate, n] of [
      [0.5, 5],
      [0.1, 20],
      [0.01, 100],
      [0.001, 200],
    ] as const) {
      const [low, high] = normalScores([Math.round(1e6 * (1 - rate)), Math.round(1e6 * rate)]) as [number, number];
      let tail = 1;
      for (let k = 0, mass = (1 - rate) ** n; k <= n; k++) {
        const x = (k * high + (n - k) * low) / Math.sqrt(n);
        if (x > 0) expect(convexOrderPValue(x)).toBeGreaterThanOrEqual(Math.max(0, tail - 1e-12));
        tail -= mass;
        mass *= ((n - k) / (k + 1)) * (rate / (1 - rate));
      }
    }
  });

  it('is 1 for nothing and a small factor above the normal tail far out', () => {
    expect(convexOrderPValue(0)).toBe(1);
    expect(convexOrderPValue(-6)).toBeCloseTo(2 * Math.E * normalSf(6), 18);
  });
});
