import type { Moment } from '../rates/pooled-rate.js';
import { packNumbers, unpackNumbers, type PackedNumbers } from '../memory/packed-numbers.js';

/** A mark every so many questions, and how many marks are kept: the last million questions. */
const between = 50;
const kept = 20_000;

/** What everybody showed from a mark on. */
export interface Since {
  /** The first question that counts. */
  readonly from: number;
  /** For each bit: how often it spoke, and how often it was set. */
  readonly spoke: readonly number[];
  readonly set: readonly number[];
}

/** What everybody showed in a stretch of questions. */
export interface Stretch extends Since {
  readonly first: Moment;
  readonly questions: number;
}

export interface EverybodyMemory {
  readonly n: number;
  readonly last: Moment | undefined;
  /** Where and when each mark was set. */
  readonly offsets: PackedNumbers;
  readonly times: PackedNumbers;
  readonly sums: Uint32Array;
  /** For each place in the sums, what stands there at each mark. */
  readonly marks: readonly PackedNumbers[];
}

/** Running sums of everybody's bits, with marks to look back to: what the others show in the same stretch of time. */
export class Everybody {
  private readonly sums: Uint32Array;
  private readonly marks: Uint32Array[];
  private readonly moments: Moment[];
  private n: number;
  /** The last question. */
  last: Moment | undefined;

  /** @param bits how many kinds there are */
  constructor(
    private readonly bits: number,
    memory?: EverybodyMemory,
  ) {
    this.sums = memory?.sums.slice() ?? new Uint32Array(2 * bits);
    const marks = memory?.marks.map(unpackNumbers) ?? [];
    this.marks = Array.from({ length: marks[0]?.length ?? 0 }, (_, k) => Uint32Array.from(marks, (mark) => mark[k]!));
    const times = memory === undefined ? [] : unpackNumbers(memory.times);
    const offsets = memory === undefined ? [] : unpackNumbers(memory.offsets);
    this.moments = Array.from(times, (time, k) => ({ offset: offsets[k]!, time }));
    this.n = memory?.n ?? 0;
    this.last = memory?.last;
  }

  /** Takes a question's masks of bits that spoke and were set; its number from 0. */
  take(spoke: number, set: number, moment: Moment): number {
    if (this.n % between === 0) {
      this.marks[(this.n / between) % kept] = this.sums.slice();
      this.moments[(this.n / between) % kept] = moment;
    }
    this.last = moment;
    for (let bit = 0; bit < this.bits; bit++) {
      this.sums[2 * bit]! += (spoke >> bit) & 1;
      this.sums[2 * bit + 1]! += (set >> bit) & 1;
    }
    return this.n++;
  }

  /** Questions so far. */
  get questions(): number {
    return this.n;
  }

  /** How often a bit spoke and was set, in all questions. */
  sum(bit: number): { readonly spoke: number; readonly set: number } {
    return { spoke: this.sums[2 * bit]!, set: this.sums[2 * bit + 1]! };
  }

  /** The last million questions in stretches of one length, at most so many, the last of which goes on. */
  stretches(most: number): readonly Stretch[] {
    const last = Math.ceil(this.n / between) - 1;
    const oldest = Math.max(0, last - kept + 1);
    let step = 1;
    while ((last - oldest + 1) / step > most - 1) step *= 2;
    const starts: number[] = [];
    // Stretches begin at multiples of their length, so that they stay where they are while more is asked.
    for (let mark = Math.ceil(oldest / step) * step; mark <= last; mark += step) starts.push(mark);
    return starts.map((mark, k) => {
      const [then, next] = [this.marks[mark % kept]!, starts[k + 1]];
      const end = next === undefined ? this.sums : this.marks[next % kept]!;
      const questions = (next === undefined ? this.n : next * between) - mark * between;
      return { first: this.moments[mark % kept]!, from: mark * between, questions, ...this.between(then, end) };
    });
  }

  /** From the first mark at or after a question to now; from the last mark when there is none after it. */
  since(question: number): Since {
    if (this.n === 0) return { from: 0, ...this.between(this.sums, this.sums) };
    const last = Math.floor((this.n - 1) / between);
    const mark = Math.max(last - kept + 1, Math.min(last, Math.ceil(question / between)));
    const then = this.marks[mark % kept]!;
    return { from: mark * between, ...this.between(then, this.sums) };
  }

  memory(): EverybodyMemory {
    const marks = Array.from(this.sums, (_, place) => packNumbers(this.marks.map((mark) => mark[place]!)));
    return {
      n: this.n,
      last: this.last,
      offsets: packNumbers(this.moments.map(({ offset }) => offset)),
      times: packNumbers(this.moments.map(({ time }) => time)),
      sums: this.sums.slice(),
      marks,
    };
  }

  private between(then: Uint32Array, now: Uint32Array): Pick<Since, 'spoke' | 'set'> {
    const bits = Array.from({ length: this.bits }, (_, bit) => bit);
    return {
      spoke: bits.map((bit) => now[2 * bit]! - then[2 * bit]!),
      set: bits.map((bit) => now[2 * bit + 1]! - then[2 * bit + 1]!),
    };
  }
}
