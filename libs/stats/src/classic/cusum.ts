import { requireFinite } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface CusumState {
  readonly count: number;
  readonly mean: number;
  readonly sum: number;
}

export interface CusumOptions {
  readonly minimum?: number;
  /** How far above the running mean a value may lie without counting, in the values' unit. */
  readonly tolerance?: number;
  /** The sum above which a change is reported, in the values' unit. */
  readonly threshold?: number;
}

/**
 * Cumulative sum of what lies above the running mean m: S ← max(0, S + x − m − tolerance), drift at S > threshold, which
 * begins anew. It forgets nothing; otherwise it is the Page–Hinkley test. The defaults are Frouros'. O(1).
 *
 * @see Page (1954), Biometrika 41(1/2):100–115, https://doi.org/10.1093/biomet/41.1-2.100; Frouros `CUSUM`
 */
export function cusum({
  minimum = 30,
  tolerance = 0.005,
  threshold = 50,
}: CusumOptions = {}): StreamDetector<CusumState> {
  if (!(minimum >= 1 && threshold >= 0)) {
    throw new RangeError('cusum requires a minimum of at least 1 and a threshold of at least 0');
  }
  const start = { count: 0, mean: 0, sum: 0 };
  return {
    start,
    step(state, value) {
      requireFinite(value, 'cusum');
      const count = state.count + 1;
      const mean = state.mean + (value - state.mean) / count;
      const sum = Math.max(0, state.sum + value - mean - tolerance);
      if (count >= minimum && sum > threshold) return { state: start, signal: 'drift' };
      return { state: { count, mean, sum }, signal: 'none' };
    },
  };
}
