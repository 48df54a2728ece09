import { describe, expect, it } from '@jest/globals';
import { scoreOf, scoresOf } from './scores.js';

describe('the scores of a number', () => {
  it.each([
    ['of quantile bins', [10, 30, 20, 40], undefined],
    ['of few values, some of them seen once', [200, 160, 200, 40], 3],
    ['of few values of which one was never seen', [200, 0, 200, 7], 3],
  ])('have mean 0 and at most variance 1 in the baseline: %s', (_, counts, newBin) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const scores = scoresOf(Float64Array.from(counts), newBin);
    const mean = scoreOf(scores, counts) / total;
    const variance =
      scoreOf(
        scores.map((score) => score ** 2),
        counts,
      ) / total;
    expect(scores).toHaveLength(counts.length);
    expect(Math.abs(mean)).toBeLessThan(1e-3);
    expect(variance).toBeLessThanOrEqual(1);
    if (newBin !== undefined) expect(scores[newBin]).toBe(0);
  });

  it('do not exist where no value has a place', () => {
    expect(scoresOf(Float64Array.of(0, 0, 5), 2)).toEqual([]);
    expect(scoresOf(new Float64Array(4), undefined)).toEqual([]);
  });
});
