import { requireBit } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface EddmState {
  readonly count: number;
  readonly errors: number;
  /** The count at the last error, and the mean and summed squared deviation of the distances between errors. */
  readonly lastError: number;
  readonly meanDistance: number;
  readonly squares: number;
  readonly largest: number;
}

export interface EddmOptions {
  /** Answers after which distances are remembered, and errors after which they are compared. */
  readonly warmUp?: number;
  /** Shares of the largest distance below which a warning, and a drift, is given. */
  readonly warning?: number;
  readonly drift?: number;
}

/**
 * Early drift detection method: p′ and s′ mean and deviation of the distances between errors. Warning and drift where
 * p′ + 2s′ falls below 95 % and 90 % of the largest seen; a drift begins anew. Speaks only at errors. O(1).
 *
 * @see Baena-García et al. (2006), 4th Int. Workshop on Knowledge Discovery from Data Streams; River
 *   `drift.binary.EDDM`
 */
export function eddm({ warmUp = 30, warning = 0.95, drift = 0.9 }: EddmOptions = {}): StreamDetector<EddmState> {
  if (!(warmUp >= 1 && drift > 0 && warning >= drift && warning <= 1)) {
    throw new RangeError('eddm requires a warm-up of at least 1 and 0 < drift ≤ warning ≤ 1');
  }
  const start = { count: 0, errors: 0, lastError: 0, meanDistance: 0, squares: 0, largest: 0 };
  return {
    start,
    step(state, error) {
      requireBit(error, 'eddm');
      const count = state.count + 1;
      if (error === 0) return { state: { ...state, count }, signal: 'none' };
      const errors = state.errors + 1;
      const distance = count - state.lastError;
      const meanDistance = state.meanDistance + (distance - state.meanDistance) / errors;
      const squares = state.squares + (distance - state.meanDistance) * (distance - meanDistance);
      const reach = meanDistance + 2 * Math.sqrt(errors > 1 ? squares / (errors - 1) : 0);
      const largest = count > warmUp ? Math.max(state.largest, reach) : state.largest;
      const next = { count, errors, lastError: count, meanDistance, squares, largest };
      if (errors <= warmUp || largest === 0 || reach === largest) return { state: next, signal: 'none' };
      if (reach < drift * largest) return { state: start, signal: 'drift' };
      return { state: next, signal: reach < warning * largest ? 'warning' : 'none' };
    },
  };
}
