import type { Merger } from './groups.js';
import { historiesMemory, historiesOf, type HistoriesMemory } from './histories-memory.js';
import { History } from './history.js';

/** Principals of one level that are remembered; beyond it the lightest quarter is let go at once. */
export const mostPrincipals = 4_000;
const decayEvery = 100_000;

export interface TableMemory {
  readonly histories: HistoriesMemory;
  readonly taken: number;
  readonly dropped: number;
}

/**
 * Who has been asking, bounded: those who ask most, and newcomers. A flood of newcomers pushes out newcomers, not the heavy ones, because the lightest go
 * first and weights are halved every 100,000 questions.
 *
 * @see Metwally, Agrawal & El Abbadi (2005), Efficient computation of frequent and top-k elements in data streams, ICDT
 */
export class PrincipalTable {
  private readonly histories: Map<string, History>;
  private taken: number;
  /** Principals that were let go. */
  dropped: number;

  constructor(memory?: TableMemory) {
    this.histories = memory === undefined ? new Map() : historiesOf(memory.histories);
    this.taken = memory?.taken ?? 0;
    this.dropped = memory?.dropped ?? 0;
  }

  /** The principal's history, begun if it is not known. */
  of(principal: string): History {
    if (++this.taken % decayEvery === 0) for (const history of this.histories.values()) history.weight /= 2;
    let history = this.histories.get(principal);
    if (history === undefined) {
      if (this.histories.size >= mostPrincipals) this.letGo();
      history = new History();
      this.histories.set(principal, history);
    }
    return history;
  }

  /** Those who are known, in the order in which they came. */
  all(): ReadonlyMap<string, History> {
    return this.histories;
  }

  /** Joins what is remembered of two. */
  merge({ kept, gone }: Merger): void {
    const other = this.histories.get(gone);
    if (other === undefined) return;
    const own = this.histories.get(kept);
    this.histories.delete(gone);
    this.histories.set(kept, own === undefined ? other : History.of(own, other));
  }

  /** Those who asked since a question of everybody's. */
  *active(since: number): Iterable<History> {
    for (const history of this.histories.values()) if (history.size > 0 && history.number(0) >= since) yield history;
  }

  get size(): number {
    return this.histories.size;
  }

  memory(): TableMemory {
    return { histories: historiesMemory(this.histories), taken: this.taken, dropped: this.dropped };
  }

  private letGo(): void {
    const lightest = [...this.histories].sort((a, b) => a[1].weight - b[1].weight).slice(0, mostPrincipals / 4);
    for (const [principal] of lightest) this.histories.delete(principal);
    this.dropped += lightest.length;
  }
}
