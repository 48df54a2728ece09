import type { Moment } from '../rates/pooled-rate.js';

/** Own questions that are remembered of one principal, the latest. */
export const longestHistory = 500;
/** Kinds of bits that a history can hold. */
export const mostBits = 32;

/** A principal's own last questions: their numbers, and which bits spoke and were set. It grows as far as it is needed. */
export class History {
  private numbers = new Float64Array(8);
  private offsets = new Float64Array(8);
  private times = new Float64Array(8);
  private spokes = new Uint32Array(8);
  private sets = new Uint32Array(8);
  private first = 0;
  /** Remembered ones. */
  size = 0;
  /** All questions ever, halved from time to time: who asks much is remembered longer. */
  weight = 0;

  /** @param spoke and @param set masks of at most 32 bits */
  add(number: number, moment: Moment, spoke: number, set: number): void {
    this.weight++;
    if (this.size === this.numbers.length && this.size < longestHistory) this.grow();
    if (this.size === this.numbers.length) {
      this.first = (this.first + 1) % this.size;
      this.size--;
    }
    const at = (this.first + this.size) % this.numbers.length;
    this.numbers[at] = number;
    this.offsets[at] = moment.offset;
    this.times[at] = moment.time;
    this.spokes[at] = spoke;
    this.sets[at] = set;
    this.size++;
  }

  /** The k-th last question, from 0. */
  number(k: number): number {
    return this.numbers[this.at(k)]!;
  }

  moment(k: number): Moment {
    return { offset: this.offsets[this.at(k)]!, time: this.times[this.at(k)]! };
  }

  spoke(k: number, bit: number): boolean {
    return ((this.spokes[this.at(k)]! >>> bit) & 1) === 1;
  }

  set(k: number, bit: number): boolean {
    return ((this.sets[this.at(k)]! >>> bit) & 1) === 1;
  }

  /** How often the bit spoke and was set in the remembered questions from this number on. */
  since(number: number, bit: number): { spoke: number; set: number } {
    let [spoke, set] = [0, 0];
    for (let k = 0; k < this.size && this.number(k) >= number; k++) {
      if (this.spoke(k, bit)) spoke++;
      if (this.set(k, bit)) set++;
    }
    return { spoke, set };
  }

  /** Lets nothing remembered speak of a bit any more: what has been found in it is not found again. */
  clear(bit: number): void {
    const kept = ~(1 << bit);
    for (let k = 0; k < this.size; k++) {
      const at = this.at(k);
      this.spokes[at]! &= kept;
      this.sets[at]! &= kept;
    }
  }

  private at(k: number): number {
    return (this.first + this.size - 1 - k) % this.numbers.length;
  }

  private grow(): void {
    const length = Math.min(longestHistory, this.numbers.length * 2);
    const order = Array.from({ length: this.size }, (_, k) => this.at(this.size - 1 - k));
    const moved = (values: Float64Array | Uint32Array) => (_: unknown, k: number) =>
      k < this.size ? values[order[k]!]! : 0;
    this.numbers = Float64Array.from({ length }, moved(this.numbers));
    this.offsets = Float64Array.from({ length }, moved(this.offsets));
    this.times = Float64Array.from({ length }, moved(this.times));
    this.spokes = Uint32Array.from({ length }, moved(this.spokes));
    this.sets = Uint32Array.from({ length }, moved(this.sets));
    this.first = 0;
  }
}
