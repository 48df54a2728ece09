import { requireFinite } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface PageHinkleyState {
  readonly count: number;
  readonly mean: number;
  readonly sum: number;
}

export interface PageHinkleyOptions {
  /** Values before the first alarm may be raised. */
  readonly minimum?: number;
  /** How far above the running mean a value may lie without counting, in the values' unit. */
  readonly tolerance?: number;
  /** The sum at which a change is reported, in the values' unit. */
  readonly threshold?: number;
  /** What is kept of the sum at every value, in (0, 1]. */
  readonly keep?: number;
}

/**
 * Page–Hinkley test for a rise of the mean: m the running mean, S ← max(0, keep·S + x − m − tolerance), drift at
 * S ≥ threshold, which begins anew.
 *
 * It depends on the scale of the values and sees no fall; for that, feed it −x. The defaults are River's. O(1).
 *
 * @see Page (1954), Biometrika 41(1/2):100–115, https://doi.org/10.1093/biomet/41.1-2.100; River `drift.PageHinkley`
 */
export function pageHinkley({
  minimum = 30,
  tolerance = 0.005,
  threshold = 50,
  keep = 0.9999,
}: PageHinkleyOptions = {}): StreamDetector<PageHinkleyState> {
  if (!(minimum >= 1 && threshold > 0 && keep > 0 && keep <= 1)) {
    throw new RangeError('pageHinkley requires a minimum of at least 1, a threshold above 0 and keep in (0, 1]');
  }
  const start = { count: 0, mean: 0, sum: 0 };
  return {
    start,
    step(state, value) {
      requireFinite(value, 'pageHinkley');
      const count = state.count + 1;
      const mean = state.mean + (value - state.mean) / count;
      const sum = Math.max(0, keep * state.sum + value - mean - tolerance);
      if (count >= minimum && sum >= threshold) return { state: start, signal: 'drift' };
      return { state: { count, mean, sum }, signal: 'none' };
    },
  };
}
