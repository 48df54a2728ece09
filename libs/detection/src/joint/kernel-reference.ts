import type { ChiSquareStatistic } from '@anchorwatch/stats';
import type { FourierMap } from '../baselines/baseline.js';
import type { WindowCounts } from '../windows/window.js';
import { mostLevel } from './fourier.js';

/** How far the mean of a window's points in the kernel's space lies from the baseline's. */
export interface KernelShift {
  /** Along each uncorrelated direction, in standard deviations of one event. */
  readonly along: Float64Array;
  /** Squared maximum mean discrepancy, 0 to 2; about 1/n by chance alone. */
  readonly mmd2: number;
}

/** The baseline's mean levels, ready to be compared with. */
export class KernelReference {
  private readonly means: Float64Array;
  private readonly rotation: readonly Float64Array[];
  private last: { readonly window: WindowCounts; readonly found: KernelShift } | undefined;

  /** @param sums events, then the sum of levels of each direction; events > 0 */
  constructor(sums: ArrayLike<number>, { rotation }: Pick<FourierMap, 'rotation'>) {
    this.means = meansOf(sums);
    this.rotation = rotation.map((row) => Float64Array.from(row));
  }

  /** The shift of a window with events; remembered for as long as the same window is asked for. */
  of(window: WindowCounts): KernelShift {
    if (this.last?.window !== window) this.last = { window, found: this.compare(window.counts) };
    return this.last.found;
  }

  /** @param sums of a window with events */
  compare(sums: ArrayLike<number>): KernelShift {
    const difference = meansOf(sums).map((mean, k) => mean - this.means[k]!);
    const along = Float64Array.from(this.rotation, (row) => {
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += row[k]! * difference[k]!;
      return sum;
    });
    const squares = difference.reduce((sum, level) => sum + ((2 * level) / mostLevel) ** 2, 0);
    return { along, mmd2: (2 * squares) / difference.length };
  }

  /**
   * What each event and each level of a later window says for a shift like this one's and against none: the logarithm of the
   * likelihood ratio, n·(δ·y − δ²/2), of points with a normal law along the directions, which is linear in their sums.
   * @param sums of the window that is shifted
   * @returns for an event, then for a level of each direction; zeros for a window without events
   */
  evidence(sums: ArrayLike<number>): number[] {
    const weights = new Array<number>(sums.length).fill(0);
    if (sums[0] === 0) return weights;
    const shift = this.compare(sums).along.subarray(0, directionsFor(sums[0]!));
    shift.forEach((delta, k) => {
      weights[0]! -= (delta * delta) / 2;
      this.rotation[k]!.forEach((part, level) => {
        weights[level + 1]! += delta * part;
        weights[0]! -= delta * part * this.means[level]!;
      });
    });
    return weights;
  }
}

/** Directions of little variance have long tails: one more is looked along for every so many effective events. */
const eventsPerDirection = 20;

function directionsFor(effective: number): number {
  return Math.max(1, Math.floor(effective / eventsPerDirection));
}

/**
 * The squared distance in units of what chance would give, along the first few directions.
 * @param squares  squared shifts along each direction, times the effective size of the comparison
 * @param factors  how many events count as one along each; 1 where it is not known
 * @param n        events in the window
 */
export function distanceAlong(squares: ArrayLike<number>, factors: readonly number[], n: number): ChiSquareStatistic {
  const effective = n / Math.max(1, ...factors);
  const count = Math.min(squares.length, directionsFor(effective));
  let statistic = 0;
  for (let k = 0; k < count; k++) statistic += squares[k]! / (factors[k] ?? 1);
  return { statistic, degreesOfFreedom: count };
}

function meansOf(sums: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: sums.length - 1 }, (_, k) => sums[k + 1]! / sums[0]!);
}
