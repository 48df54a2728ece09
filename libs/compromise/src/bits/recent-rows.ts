import { rowsMemory, rowsOf, type AnsweredRow, type RowsMemory } from './answered-row.js';

/** So many questions of anybody are remembered. */
const remembered = 400;

export interface RecentMemory {
  readonly rows: RowsMemory;
  /** The place of the oldest, which the next one takes. */
  readonly next: number;
}

/** The last 400 questions of anybody, in places that are taken in turn. */
export class RecentRows {
  readonly rows: AnsweredRow[];
  private next: number;

  constructor(memory?: RecentMemory) {
    this.rows = memory === undefined ? [] : rowsOf(memory.rows);
    this.next = memory?.next ?? 0;
  }

  add(row: AnsweredRow): void {
    this.rows[this.next] = row;
    this.next = (this.next + 1) % remembered;
  }

  memory(): RecentMemory {
    return { rows: rowsMemory(this.rows), next: this.next };
  }
}
