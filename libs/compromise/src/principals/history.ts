import type { Moment } from '../rates/pooled-rate.js';

/** Own questions that are remembered of one principal, the latest. */
export const longestHistory = 500;
/** Kinds of bits that a history can hold. */
export const mostBits = 32;
const shortest = 8;

/** Questions in columns, the oldest first. */
export interface Columns {
  readonly numbers: Float64Array;
  readonly offsets: Float64Array;
  readonly times: Float64Array;
  readonly spokes: Uint32Array;
  readonly sets: Uint32Array;
}

/** A principal's own last questions: their numbers, and which bits spoke and were set. It grows as far as it is needed. */
export class History {
  private numbers: Float64Array;
  private offsets: Float64Array;
  private times: Float64Array;
  private spokes: Uint32Array;
  private sets: Uint32Array;
  private first = 0;
  /** Remembered ones. */
  size: number;
  /** All questions ever, halved from time to time: who asks much is remembered longer. */
  weight: number;
  /** All questions since the principal is known. */
  questions: number;

  /** @param remembered of the history that this one goes on from */
  constructor(remembered?: Columns, weight = 0, questions = 0) {
    ({
      numbers: this.numbers,
      offsets: this.offsets,
      times: this.times,
      spokes: this.spokes,
      sets: this.sets,
    } = remembered ?? columnsOf(shortest));
    this.size = remembered?.numbers.length ?? 0;
    this.weight = weight;
    this.questions = questions;
  }

  /** One of what two remember, in the order of everybody's questions: the latest. */
  static of(one: History, other: History): History {
    const all = columnsOf(one.size + other.size);
    one.copyTo(all, 0);
    other.copyTo(all, one.size);
    const order = [...all.numbers.keys()].sort((a, b) => all.numbers[a]! - all.numbers[b]!);
    const joined = new History();
    for (const k of order)
      joined.add(all.numbers[k]!, { offset: all.offsets[k]!, time: all.times[k]! }, all.spokes[k]!, all.sets[k]!);
    joined.weight = one.weight + other.weight;
    return joined;
  }

  /** @param spoke and @param set masks of at most 32 bits */
  add(number: number, moment: Moment, spoke: number, set: number): void {
    this.weight++;
    this.questions++;
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

  /** Writes what is remembered into columns, from a place on. */
  copyTo(columns: Columns, place: number): void {
    for (let k = 0; k < this.size; k++) {
      const at = this.at(this.size - 1 - k);
      columns.numbers[place + k] = this.numbers[at]!;
      columns.offsets[place + k] = this.offsets[at]!;
      columns.times[place + k] = this.times[at]!;
      columns.spokes[place + k] = this.spokes[at]!;
      columns.sets[place + k] = this.sets[at]!;
    }
  }

  private at(k: number): number {
    return (this.first + this.size - 1 - k) % this.numbers.length;
  }

  private grow(): void {
    const columns = columnsOf(Math.min(longestHistory, Math.max(shortest, this.numbers.length * 2)));
    this.copyTo(columns, 0);
    ({
      numbers: this.numbers,
      offsets: this.offsets,
      times: this.times,
      spokes: this.spokes,
      sets: this.sets,
    } = columns);
    this.first = 0;
  }
}

/** Columns for so many questions. */
export function columnsOf(length: number): Columns {
  const numbers = () => new Float64Array(length);
  const masks = () => new Uint32Array(length);
  return { numbers: numbers(), offsets: numbers(), times: numbers(), spokes: masks(), sets: masks() };
}
