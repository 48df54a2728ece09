import { describe, expect, it } from '@jest/globals';

import { kllRankError, kllSketch } from './kll-sketch.js';
import { ksFromSamples } from './ks-from-samples.js';
import { ksFromSketches, ksSketchCritical } from './ks-from-sketches.js';
import { javaGaussians } from './oracles/java-random.js';
import { normals } from './testing/random.js';

describe('kllSketch', () => {
  it('keeps every value while they fit', () => {
    const sketch = kllSketch([3, 1, 2], 200);
    expect({ ...sketch, values: [...sketch.values], cumulative: [...sketch.cumulative] }).toEqual({
      k: 200,
      n: 3,
      values: [1, 2, 3],
      cumulative: [1, 2, 3],
    });
  });

  it.each([200, 400, 800])('stays within its rank error and its memory for many values, k = %i', (k) => {
    const n = 200_000;
    const sketch = kllSketch(shuffled(n), k);
    const worst = sketch.values.reduce(
      (most, value, place) => Math.max(most, Math.abs(sketch.cumulative[place]! - (value + 1)) / n),
      0,
    );
    expect(sketch.cumulative.at(-1)).toBe(n);
    expect(worst).toBeLessThan(kllRankError(k));
    expect(sketch.values.length).toBeLessThan(3 * k + 8 * Math.log2(n / k));
  });

  it('has the rank errors that DataSketches documents for its sizes', () => {
    const errors = [200, 400, 800].map((k) => Number((100 * kllRankError(k)).toFixed(2)));
    expect(errors).toEqual([1.33, 0.68, 0.35]);
  });

  it('refuses a NaN and a size out of range', () => {
    expect(() => kllSketch([NaN], 200)).toThrow('kllSketch requires');
    expect(() => kllSketch([], 7)).toThrow('kllSketch requires');
  });
});

describe('ksFromSketches', () => {
  it('lies within both rank errors of the statistic of the values', () => {
    const normal = normals(6);
    const x = Array.from({ length: 20_000 }, normal);
    const y = Array.from({ length: 30_000 }, () => normal() + 0.2);
    const sketched = ksFromSketches(kllSketch(x, 400, 1), kllSketch(y, 400, 2));
    expect(Math.abs(sketched - ksFromSamples(x, y))).toBeLessThan(2 * kllRankError(400));
  });

  it('is the statistic itself where nothing was dropped, ties included', () => {
    const x = [1, 1, 2, 5];
    const y = [1, 2, 2, 2, 7];
    expect(ksFromSketches(kllSketch(x, 200), kllSketch(y, 200))).toBe(ksFromSamples(x, y));
  });

  // Apache DataSketches Java, KolmogorovSmirnovTest: 3k − 1 numbers of java.util.Random(1), moved by .05, at alpha .05.
  it.each([
    [2048, false],
    [8192, true],
  ])('decides as DataSketches does at k = %i', (k, rejects) => {
    const y = javaGaussians(1, 3 * k - 1);
    const [a, b] = [
      kllSketch(
        y.map((value) => value + 0.05),
        k,
        1,
      ),
      kllSketch(y, k, 2),
    ] as const;
    expect(ksFromSketches(a, b) > ksSketchCritical(a, b, 0.05)).toBe(rejects);
  });

  it('asks for more where less is kept', () => {
    const values = shuffled(10_000);
    const critical = (k: number): number => ksSketchCritical(kllSketch(values, k), kllSketch(values, k), 0.05);
    expect(critical(100)).toBeGreaterThan(critical(1_000));
    expect(() => ksSketchCritical(kllSketch([1], 8), kllSketch([1], 8), 0)).toThrow('ksSketchCritical requires');
    expect(() => ksFromSketches(kllSketch([], 8), kllSketch([1], 8))).toThrow('ksFromSketches requires');
  });
});

/** The whole numbers below n, well mixed: the rank of a value is the value plus one. */
function shuffled(n: number): number[] {
  return Array.from({ length: n }, (_, place) => (place * 618_033) % n);
}
