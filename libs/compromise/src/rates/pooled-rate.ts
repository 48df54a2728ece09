import { packNumbers, unpackNumbers, type PackedNumbers } from '../memory/packed-numbers.js';
import type { CriticalCounts } from './critical-count.js';
import { pooledWindows } from './measure-dispersion.js';

/** A window in which a bit was set too often. */
export interface Excess {
  readonly window: number;
  readonly set: number;
  readonly critical: number;
  readonly rate: number;
  readonly first: Moment;
  readonly last: Moment;
}

/** Where and when a question was asked: offset in its source, event time. */
export interface Moment {
  readonly offset: number;
  readonly time: number;
}

/** One more than the longest window. */
const longestKept = pooledWindows.at(-1)! + 1;

/** The last questions of whom a bit spoke, in places that are taken in turn. */
export interface PooledMemory {
  readonly n: number;
  readonly sums: PackedNumbers;
  readonly offsets: PackedNumbers;
  readonly times: PackedNumbers;
  readonly askers: readonly string[];
}

/** Everybody's bits of one kind, in windows of 25 … 3,200 that overlap by nine tenths. */
export class PooledRate {
  /** Set bits up to each of the last questions, and which questions they were. */
  private readonly sums: Float64Array;
  private readonly offsets: Float64Array;
  private readonly times: Float64Array;
  private readonly askers: string[];
  private n: number;

  /**
   * @param rate the null's
   * @param never whether the bit is never set in healthy traffic: then it is proof from whomever it comes
   */
  constructor(
    private readonly rate: number,
    private readonly never: boolean,
    memory?: PooledMemory,
  ) {
    const numbers = (packed?: PackedNumbers) =>
      packed === undefined ? new Float64Array(longestKept) : unpackNumbers(packed);
    this.sums = numbers(memory?.sums);
    this.offsets = numbers(memory?.offsets);
    this.times = numbers(memory?.times);
    this.askers = [...(memory?.askers ?? Array.from({ length: longestKept }, () => ''))];
    this.n = memory?.n ?? 0;
  }

  /**
   * Takes one bit; the shortest window that it makes too full, even without the principal who set most of it: one principal's doing is judged as such.
   * @param asker who asked; '' is nobody in particular
   * @param critical by window, at the level of its own share of the budget
   */
  take(bit: boolean, at: Moment, asker: string, critical: (window: number) => CriticalCounts): Excess | undefined {
    const before = this.sums[this.n % longestKept]!;
    this.n++;
    this.sums[this.n % longestKept] = before + (bit ? 1 : 0);
    this.offsets[this.n % longestKept] = at.offset;
    this.times[this.n % longestKept] = at.time;
    this.askers[this.n % longestKept] = asker;
    for (const window of pooledWindows) {
      if (this.n < window) return undefined;
      if (this.n % stepOf(window) !== 0) continue;
      const set = this.inLast(window);
      if (set < 3) continue;
      const counts = critical(window);
      const needed = counts.at(window, this.rate);
      if (set < needed || !(this.never || this.isWidespread(window, set, counts))) continue;
      return { window, set, critical: needed, rate: this.rate, first: this.moment(this.n - window + 1), last: at };
    }
    return undefined;
  }

  /** Of whom the bit spoke in the last window, how often, and how often it was set; questions of nobody in particular are left out. */
  askersIn(window: number): ReadonlyMap<string, { readonly spoke: number; readonly set: number }> {
    const of = new Map<string, { spoke: number; set: number }>();
    for (let n = this.n - window + 1; n <= this.n; n++) {
      const asker = this.askers[n % longestKept]!;
      if (asker === '') continue;
      const own = of.get(asker) ?? { spoke: 0, set: 0 };
      own.spoke++;
      own.set += this.sums[n % longestKept]! - this.sums[(n - 1) % longestKept]!;
      of.set(asker, own);
    }
    return of;
  }

  /** Forgets what was seen, so that what has been found is not found again. */
  forget(): void {
    this.n = 0;
    this.sums[0] = 0;
  }

  memory(): PooledMemory {
    return {
      n: this.n,
      sums: packNumbers(this.sums),
      offsets: packNumbers(this.offsets),
      times: packNumbers(this.times),
      askers: [...this.askers],
    };
  }

  private isWidespread(window: number, set: number, counts: CriticalCounts): boolean {
    let heaviest = { spoke: 0, set: 0 };
    for (const own of this.askersIn(window).values()) if (own.set > heaviest.set) heaviest = own;
    const rest = window - heaviest.spoke;
    return rest > 0 && set - heaviest.set >= counts.at(rest, this.rate);
  }

  private moment(n: number): Moment {
    const at = n % longestKept;
    return { offset: this.offsets[at]!, time: this.times[at]! };
  }

  private inLast(window: number): number {
    return this.sums[this.n % longestKept]! - this.sums[(this.n - window) % longestKept]!;
  }
}

/** Windows are looked at this often: the budget pays for each look. */
export function stepOf(window: number): number {
  return Math.max(5, window / 10);
}
