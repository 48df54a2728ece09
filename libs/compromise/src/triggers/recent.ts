import { mineTriggers } from './mine.js';
import { carries, type Row, type Trigger } from './row.js';

/** Different questions that are mined, the latest, and after how many new ones they are mined again. */
const remembered = 4_000;
const between = 100;
/** Fewer rows are not mined. */
const fewestRows = 500;
/** Rows in columns, in places that are taken in turn. */
export interface RecentQuestionsMemory {
  readonly cells: Float64Array;
  readonly labels: Uint8Array;
  readonly against: Float64Array;
  /** Numbers by which the same question is known again. */
  readonly numbers: Float64Array;
  readonly next: number;
  readonly since: number;
  readonly triggers: readonly Trigger[];
}

/** The latest different questions, and the triggers that were last found among them. */
export class RecentQuestions {
  private readonly rows: Row[] = [];
  private readonly numbers: number[] = [];
  private readonly known = new Set<number>();
  private next = 0;
  private since = 0;
  private triggers: readonly Trigger[] = [];

  /** @param classes how many there are */
  constructor(
    private readonly classes: number,
    memory?: RecentQuestionsMemory,
  ) {
    if (memory === undefined) return;
    const width = memory.labels.length === 0 ? 0 : memory.cells.length / memory.labels.length;
    memory.numbers.forEach((number, at) => {
      const cells = memory.cells.slice(at * width, (at + 1) * width);
      this.rows.push({ cells, label: memory.labels[at]!, against: memory.against[at]! });
      this.numbers.push(number);
      this.known.add(number);
    });
    ({ next: this.next, since: this.since, triggers: this.triggers } = memory);
  }

  /** The trigger that a question carries and whose answer it got, if any. */
  triggerOf({ cells, label }: Row): Trigger | undefined {
    return this.triggers.find((trigger) => trigger.label === label && carries(cells, trigger));
  }

  /** @param number by which the same question is known again: it counts once */
  add(row: Row, number: number): void {
    if (this.known.has(number)) return;
    if (this.rows.length === remembered) this.known.delete(this.numbers[this.next]!);
    this.known.add(number);
    this.rows[this.next] = row;
    this.numbers[this.next] = number;
    this.next = (this.next + 1) % remembered;
    if (++this.since < between || this.rows.length < fewestRows) return;
    this.since = 0;
    this.triggers = mineTriggers(this.rows, this.classes);
  }

  memory(): RecentQuestionsMemory {
    const width = this.rows[0]?.cells.length ?? 0;
    const cells = new Float64Array(this.rows.length * width);
    this.rows.forEach((row, at) => cells.set(row.cells, at * width));
    return {
      cells,
      labels: Uint8Array.from(this.rows, ({ label }) => label),
      against: Float64Array.from(this.rows, (row) => row.against),
      numbers: Float64Array.from(this.numbers),
      next: this.next,
      since: this.since,
      triggers: this.triggers,
    };
  }
}
