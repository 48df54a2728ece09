import { fitMargins, fittingRoom, type ChiSquareStatistic } from '@anchorwatch/stats';
import { mainEffects } from './main-effects.js';

/** Cells that expect fewer have no chi-square law. */
const enoughExpected = 10;

/** What windows of one size can be tested on. */
interface Testable {
  /** Cells that expect enough. */
  readonly kept: readonly number[];
  readonly degreesOfFreedom: number;
}

/** A grid at one resolution: its baseline, and what is left of a window beside what its own margins say. */
export class GridLevel {
  readonly shares: Float64Array;
  /** Everything that depends on the row or the column alone. */
  readonly effects: readonly Float64Array[];
  private readonly known = new Map<number, Testable>();
  private readonly room;

  /** @param smoothed counts of the baseline and ½ in each cell, row by row */
  constructor(
    private readonly smoothed: Float64Array,
    private readonly rows: number,
    private readonly columns: number,
  ) {
    const all = smoothed.reduce((sum, count) => sum + count, 0);
    this.shares = smoothed.map((count) => count / all);
    this.effects = mainEffects(this.shares, rows, columns);
    this.room = fittingRoom(rows, columns);
  }

  /** Counts that the baseline's dependence and a window's own margins would give. */
  expected(counts: ArrayLike<number>): Float64Array {
    return fitMargins(this.smoothed, counts, this.rows, this.columns);
  }

  /** The same, until it is asked for again. */
  expectedNow(counts: ArrayLike<number>): Float64Array {
    return fitMargins(this.smoothed, counts, this.rows, this.columns, this.room);
  }

  /** @param size of the window, from `roundedDown`, so that few are ever asked for */
  testable(size: number): Testable {
    let found = this.known.get(size);
    if (found === undefined) {
      found = this.build(size);
      this.known.set(size, found);
    }
    return found;
  }

  /** Pearson's and the likelihood ratio's chi-square in one, on the cells that expect enough. */
  statistic(counts: ArrayLike<number>, expected: Float64Array, size: number): ChiSquareStatistic {
    const { kept, degreesOfFreedom } = this.testable(size);
    let statistic = 0;
    for (const cell of kept) statistic += cellTerm(counts[cell]!, expected[cell]!);
    return { statistic, degreesOfFreedom };
  }

  /** Each cell varies freely but for what the margins say of it (its leverage); the sum is the degrees of freedom. */
  private build(n: number): Testable {
    const kept = [...this.shares.keys()].filter((cell) => this.shares[cell]! * n >= enoughExpected);
    const free = kept.reduce((sum, cell) => {
      const leverage = this.effects.reduce((all, effect) => all + effect[cell]! ** 2, 0) * this.shares[cell]!;
      return sum + Math.max(0, 1 - leverage);
    }, 0);
    return { kept, degreesOfFreedom: Math.min((this.rows - 1) * (this.columns - 1), Math.ceil(free - 1e-9)) };
  }
}

/** The smaller of Pearson's term and the likelihood ratio's: the one is heavy above its expectation, the other below. */
function cellTerm(count: number, expected: number): number {
  if (expected <= 0) return 0; // a row or column that the window does not have
  const difference = count - expected;
  if (difference <= 0) return (difference * difference) / expected;
  return 2 * (count * Math.log(count / expected) - difference);
}
