import { describe, expect, it } from '@jest/globals';
import { huberRegression } from './huber-regression.js';
import { randomFrom } from './mulberry32.js';

describe('huberRegression', () => {
  const random = randomFrom(5);
  const noise = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rows = Array.from({ length: 400 }, () => [noise(), 5 * random(), 7]);
  const truth = rows.map(([a, b]) => 3 + 2 * a! - 0.5 * b! + 0.1 * noise());

  it('finds the line of clean points, and gives a predictor that does not vary no slope', () => {
    const { intercept, slopes } = huberRegression(rows, truth);
    expect(intercept).toBeCloseTo(3, 1);
    expect(slopes[0]).toBeCloseTo(2, 1);
    expect(slopes[1]).toBeCloseTo(-0.5, 1);
    expect(slopes[2]).toBe(0);
  });

  it('is hardly moved where a tenth of the values is far too large', () => {
    const spoilt = truth.map((value, k) => (k % 10 === 0 ? value + 100 : value));
    const { intercept, slopes } = huberRegression(rows, spoilt);
    expect(Math.abs(intercept - 3)).toBeLessThan(0.1);
    expect(Math.abs(slopes[0]! - 2)).toBeLessThan(0.05);
    expect(Math.abs(slopes[1]! + 0.5)).toBeLessThan(0.05);
  });

  it('gives the weighted mean without predictors, exact lines exactly, and shares the slope of equal predictors', () => {
    expect(huberRegression([[], [], []], [1, 2, 3])).toEqual({ intercept: 2, slopes: [] });
    const exact = huberRegression([[1], [2], [3], [4]], [3, 5, 7, 9]);
    expect(exact.intercept).toBeCloseTo(1, 6);
    expect(exact.slopes[0]).toBeCloseTo(2, 6);
    const twins = huberRegression(
      rows.map(([a]) => [a!, a!]),
      truth,
    );
    expect(twins.slopes[0]).toBeCloseTo(twins.slopes[1]!, 6);
    expect(huberRegression([], [])).toEqual({ intercept: 0, slopes: [] });
  });
});
