import { requireFinite } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface GeometricMovingAverageState {
  readonly count: number;
  readonly mean: number;
  readonly average: number;
}

export interface GeometricMovingAverageOptions {
  readonly minimum?: number;
  /** What is kept of the average at every value, in [0, 1]. */
  readonly keep?: number;
  /** The average above which a change is reported, in the values' unit. */
  readonly threshold?: number;
}

/**
 * Geometric moving average of what lies above the running mean m: A ← keep·A + (1 − keep)·(x − m), drift at
 * A > threshold, which begins anew. It sees no fall. The defaults are Frouros'. O(1).
 *
 * @see Roberts (1959), Technometrics 1(3):239–250, https://doi.org/10.1080/00401706.1959.10489860; Frouros
 *   `GeometricMovingAverage`
 */
export function geometricMovingAverage({
  minimum = 30,
  keep = 0.99,
  threshold = 1,
}: GeometricMovingAverageOptions = {}): StreamDetector<GeometricMovingAverageState> {
  if (!(minimum >= 1 && keep >= 0 && keep <= 1 && threshold >= 0)) {
    throw new RangeError(
      'geometricMovingAverage requires a minimum of at least 1, keep in [0, 1] and a threshold of at least 0',
    );
  }
  const start = { count: 0, mean: 0, average: 0 };
  return {
    start,
    step(state, value) {
      requireFinite(value, 'geometricMovingAverage');
      const count = state.count + 1;
      const mean = state.mean + (value - state.mean) / count;
      const average = keep * state.average + (1 - keep) * (value - mean);
      if (count >= minimum && average > threshold) return { state: start, signal: 'drift' };
      return { state: { count, mean, average }, signal: 'none' };
    },
  };
}
