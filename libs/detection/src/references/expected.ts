import type { BaselineCounts, BaselineSubject } from '../baselines/baseline.js';
import { outsideOf } from '../counting/beside.js';
import { newBin } from '../counting/binner.js';
import { Groupings } from './groupings.js';
import { scoresOf } from './scores.js';

/** The bins of a subject, and whether they have an order. */
export type Axis = Pick<BaselineSubject, 'bins' | 'ordered'>;

/**
 * What a window is compared with: counts of the baseline, over the bins and beside them. Where the baseline is kept by
 * phase they are those of the window's own hours, in its mix of hours, scaled to the size N that they are as uncertain as:
 * n·N/(n + N) is then right for both.
 */
export class Expected {
  /** Values in bins, N. */
  readonly total: number;
  /** The same with values that lie in no bin. */
  readonly everything: number;
  private joined: Groupings | undefined;
  private scored: readonly number[] | undefined;

  /**
   * @param outside    values that lie in no bin, in the order of `besides`
   * @param everything follows from the others, unless values and what lies in no bin were scaled differently
   */
  constructor(
    readonly counts: Float64Array,
    readonly outside: readonly number[],
    private readonly axis: Axis,
    everything?: number,
  ) {
    this.total = counts.reduce((sum, count) => sum + count, 0);
    this.everything = everything ?? outside.reduce((sum, count) => sum + count, this.total);
  }

  static of(counted: BaselineCounts, axis: Axis): Expected {
    return new Expected(Float64Array.from(counted.counts), outsideOf(counted), axis);
  }

  /** Bins joined so that a window expects enough in each. */
  get groupings(): Groupings {
    this.joined ??= new Groupings(this.counts, this.axis.ordered);
    return this.joined;
  }

  /** Normal scores of the bins; empty without order or values. */
  get scores(): readonly number[] {
    this.scored ??= this.axis.ordered ? scoresOf(this.counts, newBin(this.axis.bins)) : [];
    return this.scored;
  }

  /** The same shares, as uncertain as so many times the size. */
  scaled(by: number): Expected {
    const scaled = this.counts.map((count) => count * by);
    return new Expected(
      scaled,
      this.outside.map((count) => count * by),
      this.axis,
      this.everything * by,
    );
  }
}
