import { groupCounts, type ChiSquareStatistic } from '@anchorwatch/stats';
import type { Bins } from '../baselines/baseline.js';
import { roundedDown } from '../references/groupings.js';
import type { WindowCounts } from '../windows/window.js';
import { GridLevel } from './grid-level.js';
import { lengthOf, withoutAll } from './main-effects.js';
import { scoresOf } from './scores.js';

/** How a window's two values go together beside how they did in the baseline, whatever each does by itself. */
export interface Dependence extends ChiSquareStatistic {
  /** Change of the correlation between the scores, in units of its own spread; undefined where one event decides it. */
  readonly correlation: number | undefined;
  /** The most that one event can move it, 0 to 1. */
  readonly part: number;
  /** Counts that the baseline's dependence and the window's own margins would give. */
  readonly expected: Float64Array;
}

/** Rows and columns at most, from fine to coarse: small windows are tested on fewer cells. */
const resolutions = [8, 4, 2];

interface Coarser {
  readonly level: GridLevel;
  /** The cell of each fine cell. */
  readonly groups: Uint16Array;
  /** Room for the counts of a window. */
  readonly grouped: Float64Array;
}

/** A grid's reference, ready to be compared with. */
export class DependenceReference {
  private readonly fine: GridLevel;
  private readonly coarser: readonly Coarser[];
  private readonly total: number;
  /** The product of the scores, in units of its spread for one event; undefined when it cannot vary. */
  private readonly product: Float64Array | undefined;
  private readonly reach: number;
  private last: { readonly window: WindowCounts; readonly found: Dependence } | undefined;

  /** @param counts per cell, total > 0 */
  constructor(counts: ArrayLike<number>, { rows, columns, ordered }: Extract<Bins, { kind: 'grid' }>) {
    const smoothed = Float64Array.from(counts, (count) => count + 0.5);
    this.total = smoothed.reduce((sum, count) => sum + count - 0.5, 0);
    this.fine = new GridLevel(smoothed, rows.length, columns.length);
    this.coarser = resolutions
      .slice(1)
      .filter((most) => most < Math.max(rows.length, columns.length))
      .map((most) => coarserOf(smoothed, rows.length, columns.length, most));
    const scores = scoresOf(this.fine.shares, rows.length, columns.length, ordered);
    const product = this.fine.shares.map(
      (_, cell) => scores.rows[Math.floor(cell / columns.length)]! * scores.columns[cell % columns.length]!,
    );
    const beside = product.slice();
    withoutAll(beside, this.fine.effects, this.fine.shares);
    const spread = lengthOf(beside, this.fine.shares);
    const varies = spread > 1e-6 * lengthOf(product, this.fine.shares);
    this.product = varies ? product.map((value) => value / spread) : undefined;
    this.reach = beside.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / spread;
  }

  /** The dependence of a window with events; remembered for as long as the same window is asked for. */
  of(window: WindowCounts): Dependence {
    if (this.last?.window !== window) this.last = { window, found: this.compare(window.counts, window.n) };
    return this.last.found;
  }

  /**
   * The reference is a sample too: both statistics are made smaller by N/(N + n).
   * @param counts of the window; what follows its cells is not looked at
   * @param n      their sum, > 0
   */
  compare(counts: ArrayLike<number>, n: number): Dependence {
    return this.against(this.fine.expected(counts), counts, n);
  }

  /** The same, with an expectation that is lost when the next window is glanced at: many times as fast. */
  glance(counts: ArrayLike<number>, n: number): Dependence {
    return this.against(this.fine.expectedNow(counts), counts, n);
  }

  private against(expected: Float64Array, counts: ArrayLike<number>, n: number): Dependence {
    const both = this.total / (this.total + n);
    const { statistic, degreesOfFreedom } = this.chiSquare(counts, expected, roundedDown(n));
    const part = this.reach / Math.sqrt(n);
    let correlation: number | undefined;
    if (this.product !== undefined && part <= 1) {
      let sum = 0;
      for (let cell = 0; cell < expected.length; cell++) sum += (counts[cell]! - expected[cell]!) * this.product[cell]!;
      correlation = sum * Math.sqrt(both / n);
    }
    return { statistic: statistic * both, degreesOfFreedom, correlation, part, expected };
  }

  /** On the resolution that leaves most degrees of freedom. */
  private chiSquare(counts: ArrayLike<number>, expected: Float64Array, size: number): ChiSquareStatistic {
    let most = this.fine.testable(size).degreesOfFreedom;
    let chosen: Coarser | undefined;
    for (const coarser of this.coarser) {
      const { degreesOfFreedom } = coarser.level.testable(size);
      if (degreesOfFreedom > most) [most, chosen] = [degreesOfFreedom, coarser];
    }
    if (chosen === undefined) return this.fine.statistic(counts, expected, size);
    const { level, groups, grouped } = chosen;
    grouped.fill(0);
    for (let cell = 0; cell < groups.length; cell++) grouped[groups[cell]!]! += counts[cell]!;
    return level.statistic(grouped, level.expectedNow(grouped), size);
  }
}

function coarserOf(smoothed: Float64Array, rows: number, columns: number, most: number): Coarser {
  const [fewerRows, fewerColumns] = [Math.min(rows, most), Math.min(columns, most)];
  const groups = Uint16Array.from(smoothed, (_, cell) => {
    const row = Math.floor((Math.floor(cell / columns) * fewerRows) / rows);
    return row * fewerColumns + Math.floor(((cell % columns) * fewerColumns) / columns);
  });
  const together = groupCounts(smoothed, groups);
  return { level: new GridLevel(together, fewerRows, fewerColumns), groups, grouped: together.slice() };
}
