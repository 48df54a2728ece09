import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '@anchorwatch/scenarios';
import { areaUnderCurve } from '../../area-under-curve.js';
import { fitBoosted } from './boosted.js';

const growth = { trees: 40, depth: 3, rate: 0.3 };

/** True where both numbers are large, or both small, and 5 % otherwise: no line tells that. */
function examples(count: number, seed: number) {
  const random = randomFrom(seed);
  const points = Array.from({ length: count }, () => [random(), random(), random()]);
  return { points, truths: points.map(([x, y]) => (x! > 0.5 === y! > 0.5) !== random() < 0.05) };
}

const { points, truths } = examples(4_000, 1);
const model = fitBoosted(points, truths, growth);

describe('fitBoosted', () => {
  it('learns what two features say together', () => {
    const unseen = examples(2_000, 2);
    const scored = unseen.points.map((point, k) => ({ score: model.score(point), positive: unseen.truths[k]! }));
    expect(areaUnderCurve(scored)).toBeGreaterThan(0.93);
  });

  it('answers likelier than usual, not likely: both classes weigh the same', () => {
    const rare = points.map((_, k) => k % 20 === 0);
    const fitted = fitBoosted(points, rare, { trees: 1, depth: 1, rate: 0.1 });
    const mean = points.reduce((sum, point) => sum + fitted.score(point), 0) / points.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it('is the same model for the same rows, and another for others', () => {
    expect(fitBoosted(points, truths, growth).digest).toBe(model.digest);
    expect(fitBoosted(points.slice(1), truths.slice(1), growth).digest).not.toBe(model.digest);
    expect(model.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('answers something where all rows are of one class, or all are alike', () => {
    expect(fitBoosted([[1], [2]], [true, true], growth).score([1])).toBeGreaterThan(0.5);
    expect(fitBoosted([[1], [1]], [true, false], growth).score([3])).toBeCloseTo(0.5);
  });
});
