import { describe, expect, it } from '@jest/globals';
import { randomFrom } from './mulberry32.js';
import { fitParetoExcess, paretoExcessLogSf, paretoExcessQuantile } from './pareto-excess.js';

/** Excesses of a known law. */
function drawn(n: number, shape: number, seed: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: n }, () => {
    const tail = 1 - random();
    return shape === 0 ? -Math.log(tail) : (tail ** -shape - 1) / shape;
  });
}

describe('excesses over a threshold', () => {
  it.each([0, 0.2, 0.4])('are fitted with their shape, enlarged by its error: %d', (shape) => {
    const n = 20_000;
    const fit = fitParetoExcess(drawn(n, shape, 7));
    expect(Math.abs(fit.shape - Math.sqrt(4 / (3 * n)) - shape)).toBeLessThan(0.04);
    expect(Math.abs(fit.scale - 1)).toBeLessThan(0.06);
  });

  it('have a tail that its quantile inverts, exponential at shape 0', () => {
    expect(paretoExcessLogSf(3, { scale: 1.5, shape: 0 })).toBeCloseTo(-2, 12);
    expect(paretoExcessLogSf(3, { scale: 1, shape: 0.5 })).toBeCloseTo(-2 * Math.log(2.5), 12);
    expect(paretoExcessLogSf(-1, { scale: 1, shape: 0.5 })).toBe(0);
    for (const shape of [0, 0.3])
      expect(paretoExcessLogSf(paretoExcessQuantile(-9, { scale: 2, shape }), { scale: 2, shape })).toBeCloseTo(-9, 10);
  });

  it('seldom understate a normal tail far out, even from sixty values', () => {
    const random = randomFrom(11);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    // P(Z > 4.2649) = 1e-5; of 300 values sixty lie beyond a fifth.
    const beyond = Array.from({ length: 200 }, () => {
      const sorted = Array.from({ length: 300 }, normal).sort((a, b) => b - a);
      const [threshold, excesses] = [sorted[60]!, sorted.slice(0, 60)];
      const fit = fitParetoExcess(excesses.map((value) => value - threshold));
      return threshold + paretoExcessQuantile(Math.log(1e-5 / 0.2), fit) > 4.2649;
    });
    expect(beyond.filter(Boolean).length).toBeGreaterThan(190);
  });

  it('need two that are not 0', () => {
    expect(() => fitParetoExcess([1])).toThrow(RangeError);
    expect(() => fitParetoExcess([0, 0])).toThrow(RangeError);
  });
});
