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

export interface EverybodyMemory {
  readonly n: number;
  readonly sums: Uint32Array;
  /** For each place in the sums, what stands there at each mark. */
  readonly marks: readonly PackedNumbers[];
}

/** Running sums of everybody's bits, with marks to look back to: what the others show in the same stretch of time. */
export class Everybody {
  private readonly sums: Uint32Array;
  private readonly marks: Uint32Array[];
  private n: number;

  /** @param bits how many kinds there are */
  constructor(
    private readonly bits: number,
    memory?: EverybodyMemory,
  ) {
    this.sums = memory?.sums.slice() ?? new Uint32Array(2 * bits);
    const marks = memory?.marks.map(unpackNumbers) ?? [];
    this.marks = Array.from({ length: marks[0]?.length ?? 0 }, (_, k) => Uint32Array.from(marks, (mark) => mark[k]!));
    this.n = memory?.n ?? 0;
  }

  /** Takes a question's masks of bits that spoke and were set; its number from 0. */
  take(spoke: number, set: number): number {
    if (this.n % between === 0) this.marks[(this.n / between) % kept] = this.sums.slice();
    for (let bit = 0; bit < this.bits; bit++) {
      this.sums[2 * bit]! += (spoke >> bit) & 1;
      this.sums[2 * bit + 1]! += (set >> bit) & 1;
    }
    return this.n++;
  }

  /** From the first mark at or after a question to now; from the last mark when there is none after it. */
  since(question: number): Since {
    const last = Math.floor((this.n - 1) / between);
    const mark = Math.max(last - kept + 1, Math.min(last, Math.ceil(question / between)));
    const then = this.marks[mark % kept]!;
    const bits = Array.from({ length: this.bits }, (_, bit) => bit);
    return {
      from: mark * between,
      spoke: bits.map((bit) => this.sums[2 * bit]! - then[2 * bit]!),
      set: bits.map((bit) => this.sums[2 * bit + 1]! - then[2 * bit + 1]!),
    };
  }

  memory(): EverybodyMemory {
    const marks = Array.from(this.sums, (_, place) => packNumbers(this.marks.map((mark) => mark[place]!)));
    return { n: this.n, sums: this.sums.slice(), marks };
  }
}
