import type { StreamDetector } from './stream-detector.js';

/** A bet on the mean: at each value the stake is multiplied by 1 + fraction·(x/mean − 1). */
export interface Bet {
  /** In (−mean/(1 − mean), 1): above 0 it wins when values lie above the mean, below 0 when they lie below. */
  readonly fraction: number;
  /** Its share of the stake, above 0; the weights of all bets sum to 1. */
  readonly weight: number;
}

export interface EDetectorState {
  /** For each bet the logarithm of its e-process; empty before the first value. */
  readonly logs: readonly number[];
  /** The logarithm of the weighted sum, −Infinity before the first value. */
  readonly logValue: number;
}

export interface EDetectorOptions {
  /** The largest mean that is no change, in (0, 1); for bets on a fall the smallest. */
  readonly mean: number;
  /** One over the average number of values until a false alarm. */
  readonly alpha: number;
  readonly bets?: readonly Bet[];
  /** Whether every beginning of the change is summed (Shiryaev–Roberts) or the best one taken (CUSUM). */
  readonly form?: 'shiryaev-roberts' | 'cusum';
}

const RISES: readonly Bet[] = [0.01, 0.05, 0.2, 0.5, 0.9].map((fraction) => ({ fraction, weight: 0.2 }));

/**
 * Betting e-detector of a change of the mean of bounded values: M ← L·(1 + M) or L·max(1, M) for each bet, drift at
 * Σ weight·M ≥ 1/alpha, which begins anew.
 *
 * While E[x | past] ≤ mean it takes at least 1/alpha values on average to a false alarm, whatever the law and dependence of
 * the values, at every length of stream: the one promise among the classic detectors. It needs the mean that is no
 * change; one that is estimated from n values needs a margin. Logarithms throughout. O(bets).
 *
 * @see Shin, Ramdas & Rinaldo (2022), E-detectors, https://arxiv.org/abs/2203.03532
 */
export function eDetector({
  mean,
  alpha,
  bets = RISES,
  form = 'shiryaev-roberts',
}: EDetectorOptions): StreamDetector<EDetectorState> {
  requireBets(mean, alpha, bets);
  const threshold = Math.log(1 / alpha);
  const carried = form === 'cusum' ? (log: number) => Math.max(0, log) : logOfOnePlus;
  const start: EDetectorState = { logs: [], logValue: -Infinity };
  return {
    start,
    step(state, value) {
      if (!(value >= 0 && value <= 1)) throw new RangeError('eDetector requires values in [0, 1]');
      const logs = bets.map(({ fraction }, place) => {
        const increment = Math.log1p(fraction * (value / mean - 1));
        return increment + carried(state.logs[place] ?? -Infinity);
      });
      const logValue = logOfWeighted(logs, bets);
      return logValue >= threshold ? { state: start, signal: 'drift' } : { state: { logs, logValue }, signal: 'none' };
    },
  };
}

function requireBets(mean: number, alpha: number, bets: readonly Bet[]): void {
  if (!(mean > 0 && mean < 1 && alpha > 0 && alpha < 1)) {
    throw new RangeError('eDetector requires a mean and an alpha in (0, 1)');
  }
  const total = bets.reduce((sum, { weight }) => sum + weight, 0);
  const ruin = -mean / (1 - mean);
  if (!bets.every(({ fraction, weight }) => fraction > ruin && fraction < 1 && weight > 0) || !(total <= 1 + 1e-9)) {
    throw new RangeError('eDetector requires bets that cannot lose all, with weights above 0 that sum to at most 1');
  }
}

/** ln(1 + eˣ) without overflow. */
function logOfOnePlus(log: number): number {
  return Math.max(0, log) + Math.log1p(Math.exp(-Math.abs(log)));
}

function logOfWeighted(logs: readonly number[], bets: readonly Bet[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, log, place) => sum + bets[place]!.weight * Math.exp(log - top), 0));
}
