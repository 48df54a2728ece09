import type { StreamDetector, StreamSignal } from './stream-detector.js';

interface Mean {
  readonly count: number;
  readonly mean: number;
}

export interface HddmAState {
  readonly all: Mean;
  /** The beginning of the stream at which the mean, with its bound, was least, and largest. */
  readonly least: Mean;
  readonly largest: Mean;
}

export interface HddmAOptions {
  /** Chances of a false drift, and a false warning, at one comparison. */
  readonly drift?: number;
  readonly warning?: number;
  /** Whether falls of the mean count too. */
  readonly twoSided?: boolean;
}

/**
 * Drift detection by Hoeffding's bound on averages: the mean of all values against that of the beginning at which it was
 * least. Drift where they differ by √(m/2·ln(2/drift)), m = 1/n − 1/N, for values in [0, 1]; it begins anew. O(1).
 *
 * @see Frías-Blanco et al. (2015), IEEE TKDE 27(3):810–823, https://doi.org/10.1109/TKDE.2014.2345382 (method A); River
 *   0.21 `drift.binary.HDDM_A`
 */
export function hddmA({
  drift = 0.001,
  warning = 0.005,
  twoSided = false,
}: HddmAOptions = {}): StreamDetector<HddmAState> {
  if (!(drift > 0 && warning >= drift && warning < 1)) throw new RangeError('hddmA requires 0 < drift ≤ warning < 1');
  const none = { count: 0, mean: 0 };
  const start = { all: none, least: none, largest: none };
  const bound = ({ count }: Mean): number => Math.sqrt(Math.log(1 / drift) / (2 * count));
  const signalOf = (part: Mean, all: Mean, rise: number): StreamSignal => {
    const m = (all.count - part.count) / (part.count * all.count);
    if (m === 0) return 'none';
    if (rise >= Math.sqrt((m / 2) * Math.log(2 / drift))) return 'drift';
    return rise >= Math.sqrt((m / 2) * Math.log(2 / warning)) ? 'warning' : 'none';
  };
  return {
    start,
    step(state, value) {
      if (!(value >= 0 && value <= 1)) throw new RangeError('hddmA requires values in [0, 1]');
      const count = state.all.count + 1;
      const all = { count, mean: state.all.mean + (value - state.all.mean) / count };
      const isLeast = count === 1 || state.least.mean + bound(state.least) >= all.mean + bound(all);
      const isLargest = count === 1 || state.largest.mean - bound(state.largest) <= all.mean - bound(all);
      const least = isLeast ? all : state.least;
      const largest = isLargest ? all : state.largest;
      const up = signalOf(least, all, all.mean - least.mean);
      const down = twoSided ? signalOf(largest, all, largest.mean - all.mean) : 'none';
      if (up === 'drift' || down === 'drift') return { state: start, signal: 'drift' };
      return { state: { all, least, largest }, signal: up === 'none' ? down : up };
    },
  };
}
