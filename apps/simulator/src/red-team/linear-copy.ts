import type { Knowledge, Point } from './attack.js';

const STEPS = 150;
const RATE = 0.5;

/**
 * A thief's linear copy of a model: logistic regression of one class against the rest on standardised features, by gradient descent.
 * @returns the slope, in log odds a standard deviation of each feature
 */
export function slopeOf(points: readonly Point[], isClass: readonly boolean[], { features }: Knowledge): Point {
  const rows = points.map((point) => features.map(({ mean, deviation }, k) => (point[k]! - mean) / deviation));
  let slope = features.map(() => 0);
  let offset = 0;
  for (let step = 0; step < STEPS; step++) {
    const gradient = features.map(() => 0);
    let whole = 0;
    for (const [row, values] of rows.entries()) {
      const sum = values.reduce((total, value, k) => total + slope[k]! * value, offset);
      const error = 1 / (1 + Math.exp(-sum)) - (isClass[row] ? 1 : 0);
      whole += error;
      for (const [k, value] of values.entries()) gradient[k]! += error * value;
    }
    slope = slope.map((weight, k) => weight - (RATE * gradient[k]!) / rows.length);
    offset -= (RATE * whole) / rows.length;
  }
  return slope;
}
