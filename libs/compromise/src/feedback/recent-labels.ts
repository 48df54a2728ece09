import { Tally } from '../training/tally.js';
import type { JudgedLabel } from './judged-label.js';

/** Labels of everybody that are remembered, the latest: what the others show in the same stretch of time. */
export const mostRecent = 20_000;

export interface RecentMemory {
  readonly labels: readonly JudgedLabel[];
  readonly next: number;
}

/** Everybody's latest labels. */
export class RecentLabels {
  private readonly labels: JudgedLabel[];
  /** How many there ever were: the next one's number. */
  next: number;

  constructor(memory: RecentMemory = { labels: [], next: 0 }) {
    this.labels = [...memory.labels];
    this.next = memory.next;
  }

  add(label: JudgedLabel): void {
    this.labels[this.next % mostRecent] = label;
    this.next++;
  }

  /** Whether a label is still remembered. */
  holds(number: number): boolean {
    return number >= this.next - mostRecent;
  }

  /** Those from one number to another that are still remembered, in their order. */
  *between(from: number, to = this.next - 1): Iterable<JudgedLabel> {
    for (let k = Math.max(0, from, this.next - mostRecent); k <= to; k++) yield this.labels[k % mostRecent]!;
  }

  /** What others than one source said from one number to another, without those that are left out. */
  others(source: string, leftOut: ReadonlySet<string>, from: number, to?: number): Tally {
    const tally = new Tally();
    for (const label of this.between(from, to))
      if (label.source !== source && !leftOut.has(label.source)) tally.add(label.vote, label.label);
    return tally;
  }

  memory(): RecentMemory {
    return { labels: [...this.labels], next: this.next };
  }
}
