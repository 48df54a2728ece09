import type { Run } from './runs.js';
import { besideOf, besides, valuesIn, type BesideCounts } from '../counting/beside.js';

/** Offsets and event times of a window's first and last event. */
export interface Ends {
  readonly first_offset: number;
  readonly last_offset: number;
  readonly first_time: number;
  readonly last_time: number;
}

/** The counts of one subject and segment in one window. */
export interface WindowCounts extends BesideCounts {
  /** Length in ticks, and last tick. */
  readonly scale: number;
  readonly tick: number;
  /** Per bin. Only valid until the next tick is taken. */
  readonly counts: Uint32Array | Float64Array;
  /** Values in bins. */
  readonly n: number;
  /** Values in bins and not. */
  readonly all: number;
  /** Its newest parts, for numbers. */
  readonly runs?: readonly Run[];
}

/**
 * Reads a vector of bins and what is beside them.
 * @param sums whether it has no bins: then events stand first, and sums behind them
 */
export function windowOf(
  vector: Uint32Array | Float64Array,
  scale: number,
  tick: number,
  sums = false,
  runs?: readonly Run[],
): WindowCounts {
  const bins = vector.length - besides.length;
  let n = vector[0]!;
  if (!sums) for (let bin = 1; bin < bins; bin++) n += vector[bin]!;
  const counts = vector.subarray(0, bins);
  const all = n + valuesIn(vector.subarray(bins), 0);
  return { scale, tick, counts, n, all, ...besideOf(vector, bins), ...(runs !== undefined && { runs }) };
}
