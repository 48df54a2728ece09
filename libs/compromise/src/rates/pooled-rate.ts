import { packNumbers, unpackNumbers, type PackedNumbers } from '../memory/packed-numbers.js';
import { mostRate, type CriticalCounts } from './critical-count.js';
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

/** What a bit of everybody's is held against. */
export interface PooledNull {
  readonly rate: number;
  /** Whether the bit is never set in healthy traffic: then it is proof from whomever it comes. */
  readonly never: boolean;
  /** Whether no slip sets it either, so that one is an alarm. */
  readonly once: boolean;
  /** Who asked in healthy traffic already: what they are moved by moves all. Empty where a bit tells of the model and not of who asks. */
  readonly regulars: ReadonlySet<string>;
}

/** Fewer questions of regulars say nothing: longer ago is looked back than the window is, until there are as many. */
const enoughOfRegulars = 20;

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

  constructor(
    private readonly against: PooledNull,
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
   * Takes one bit; the shortest window that it makes too full, beside healthy traffic and what the regulars show at the same time, and even without the
   * principal who set most of it: one principal's doing is judged as such.
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
    if (this.against.once) return bit ? this.seen(at, critical) : undefined;
    for (const window of pooledWindows) {
      if (this.n < window) return undefined;
      if (this.n % stepOf(window) !== 0) continue;
      const set = this.inLast(window);
      if (set < 3) continue;
      const counts = critical(window);
      if (set < counts.at(window, this.against.rate)) continue;
      const rate = Math.max(this.against.rate, this.rateOfRegulars(window));
      if (rate > mostRate) continue;
      const needed = counts.at(window, rate);
      if (set < needed || !(this.against.never || this.isWidespread(window, set, rate, counts))) continue;
      return { window, set, critical: needed, rate, first: this.moment(this.n - window + 1), last: at };
    }
    return undefined;
  }

  /** Of a bit of which one is an alarm: the shortest window, whether or not so many questions were asked yet. */
  private seen(at: Moment, critical: (window: number) => CriticalCounts): Excess | undefined {
    const window = pooledWindows[0]!;
    const asked = Math.min(window, this.n);
    const [set, needed] = [this.inLast(asked), critical(window).at(window, this.against.rate)];
    if (set < needed) return undefined;
    return { window, set, critical: needed, rate: this.against.rate, first: this.moment(this.n - asked + 1), last: at };
  }

  /** Of whom the bit spoke in the last window, how often, and how often it was set; questions of nobody in particular are left out. */
  askersIn(window: number): ReadonlyMap<string, { readonly spoke: number; readonly set: number }> {
    const of = new Map<string, { spoke: number; set: number }>();
    for (let n = Math.max(1, this.n - window + 1); n <= this.n; n++) {
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

  /** How often the regulars set it in the last window, or in a longer stretch; 0 where they asked too little. */
  private rateOfRegulars(window: number): number {
    const { regulars } = this.against;
    if (regulars.size === 0) return 0;
    const [from, oldest] = [this.n - window + 1, Math.max(1, this.n - longestKept + 2)];
    let [spoke, set] = [0, 0];
    for (let n = this.n; n >= from || (n >= oldest && spoke < enoughOfRegulars); n--) {
      if (!regulars.has(this.askers[n % longestKept]!)) continue;
      spoke++;
      set += this.sums[n % longestKept]! - this.sums[(n - 1) % longestKept]!;
    }
    return spoke < enoughOfRegulars ? 0 : set / spoke;
  }

  private isWidespread(window: number, set: number, rate: number, counts: CriticalCounts): boolean {
    let heaviest = { spoke: 0, set: 0 };
    for (const own of this.askersIn(window).values()) if (own.set > heaviest.set) heaviest = own;
    const rest = window - heaviest.spoke;
    return rest > 0 && set - heaviest.set >= counts.at(rest, rate);
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
