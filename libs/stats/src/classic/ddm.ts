import { requireBit } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface DdmState {
  readonly count: number;
  readonly errors: number;
  /** Error rate and its deviation where their sum was least. */
  readonly leastRate: number;
  readonly leastDeviation: number;
}

export interface DdmOptions {
  /** Answers after which the rates count. */
  readonly warmUp?: number;
  /** Deviations above the least rate that make a warning, and a drift. */
  readonly warning?: number;
  readonly drift?: number;
}

/**
 * Drift detection method: p the error rate so far, s = √(p(1 − p)/n). Warning and drift where p + s lies more than 2 and
 * 3 deviations above the least seen; a drift begins anew. It sees no fall of the error rate, and after a warm-up without
 * errors the first error is a drift. O(1).
 *
 * @see Gama, Medas, Castillo & Rodrigues (2004), SBIA, LNCS 3171:286–295, https://doi.org/10.1007/978-3-540-28645-5_29;
 *   River `drift.binary.DDM`
 */
export function ddm({ warmUp = 30, warning = 2, drift = 3 }: DdmOptions = {}): StreamDetector<DdmState> {
  if (!(warmUp >= 1 && warning > 0 && drift >= warning)) {
    throw new RangeError(
      'ddm requires a warm-up of at least 1 and a drift level of at least the warning level, above 0',
    );
  }
  const start = { count: 0, errors: 0, leastRate: Infinity, leastDeviation: Infinity };
  return {
    start,
    step(state, error) {
      requireBit(error, 'ddm');
      const count = state.count + 1;
      const errors = state.errors + error;
      const rate = errors / count;
      const deviation = Math.sqrt((rate * (1 - rate)) / count);
      let { leastRate, leastDeviation } = state;
      if (count > warmUp && rate + deviation <= leastRate + leastDeviation) {
        leastRate = rate;
        leastDeviation = deviation;
      }
      // Until the warm-up is over the least rate is infinite, so nothing lies above it.
      if (rate + deviation > leastRate + drift * leastDeviation) return { state: start, signal: 'drift' };
      const warned = rate + deviation > leastRate + warning * leastDeviation;
      return { state: { count, errors, leastRate, leastDeviation }, signal: warned ? 'warning' : 'none' };
    },
  };
}
