import { rowsMemory, rowsOf, type AnsweredRow, type RowsMemory } from './answered-row.js';

/** So many questions of anybody are remembered. */
const remembered = 400;

/** Whose question it was; '' when nobody is named. */
export interface AskedRow extends AnsweredRow {
  readonly asker: string;
}

export interface RecentMemory {
  readonly rows: RowsMemory;
  readonly askers: readonly string[];
  /** The place of the oldest, which the next one takes. */
  readonly next: number;
}

/** The last 400 questions of anybody, in places that are taken in turn. */
export class RecentRows {
  readonly rows: AskedRow[];
  private next: number;

  constructor(memory?: RecentMemory) {
    this.rows = memory === undefined ? [] : rowsOf(memory.rows).map((row, k) => ({ ...row, asker: memory.askers[k]! }));
    this.next = memory?.next ?? 0;
  }

  add(row: AskedRow): void {
    this.rows[this.next] = row;
    this.next = (this.next + 1) % remembered;
  }

  memory(): RecentMemory {
    return { rows: rowsMemory(this.rows), askers: this.rows.map(({ asker }) => asker), next: this.next };
  }
}
