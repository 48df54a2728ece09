import { kllRankError, type QuantileSketch } from './kll-sketch.js';

/**
 * Two-sample Kolmogorov–Smirnov statistic of two sketched samples: the largest difference of their distributions.
 *
 * @returns in [0, 1], off the statistic of the samples by at most the sum of the two rank errors in nearly all cases
 */
export function ksFromSketches(a: QuantileSketch, b: QuantileSketch): number {
  if (a.n === 0 || b.n === 0) throw new RangeError('ksFromSketches requires at least one value in each sketch');
  let inA = 0;
  let inB = 0;
  let largest = 0;
  while (inA < a.values.length && inB < b.values.length) {
    const value = Math.min(a.values[inA]!, b.values[inB]!);
    while (inA < a.values.length && a.values[inA] === value) inA++;
    while (inB < b.values.length && b.values[inB] === value) inB++;
    largest = Math.max(largest, Math.abs(below(a, inA) - below(b, inB)));
  }
  return largest;
}

/**
 * What `ksFromSketches` must exceed to be more than chance and sketching explain:
 *
 *   √(−½·ln(alpha/2))·√((a + b)/(a·b)) + error(a) + error(b)      a, b: values kept, not values read
 *
 * More careful than the test on all values, and the more so the less is kept.
 *
 * @see Apache DataSketches Java `KolmogorovSmirnov.computeKSThreshold`
 */
export function ksSketchCritical(a: QuantileSketch, b: QuantileSketch, alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('ksSketchCritical requires alpha in (0, 1)');
  const kept = [a.values.length, b.values.length] as const;
  const chance = Math.sqrt(-0.5 * Math.log(alpha / 2)) * Math.sqrt((kept[0] + kept[1]) / (kept[0] * kept[1]));
  return chance + kllRankError(a.k) + kllRankError(b.k);
}

/** The share of values among the first kept ones. */
function below(sketch: QuantileSketch, kept: number): number {
  return kept === 0 ? 0 : sketch.cumulative[kept - 1]! / sketch.n;
}
