import type { Because, Beside, Bit } from './bits/detector.js';
import { askerOf, levels, principalAt, type Question } from './question.js';
import type { Example, Signal } from './signal.js';

/** Set bits of each kind that are remembered, the latest. */
const remembered = 2_000;
/** Shown with a signal, the latest. */
const shown = 20;

/** Whose questions: a principal's, a group's by its members, or everybody's. */
type Whose = Pick<Signal, 'level' | 'principal' | 'members'>;

interface Seen {
  readonly offset: number;
  readonly event_id: string;
  readonly beside: string;
  readonly flipped: boolean;
  readonly because: string;
  readonly asker: string;
  readonly principals: readonly string[];
}

export interface ExamplesMemory {
  /** By kind, in places that are taken in turn, and the place that is next. */
  readonly rings: readonly (readonly Seen[])[];
  readonly next: readonly number[];
}

/** What an example shows of a set bit beside its event. */
function whyOf(bit: true | Beside | Because): Pick<Seen, 'beside' | 'flipped' | 'because'> {
  if (bit === true) return { beside: '', flipped: false, because: '' };
  return 'because' in bit ? { beside: '', flipped: false, because: bit.because } : { ...bit, because: '' };
}

/** The latest questions that set each bit: the evidence of a signal. */
export class RecentExamples {
  private readonly rings: Seen[][];
  private readonly next: number[];

  /** @param bits how many kinds there are */
  constructor(bits: number, memory?: ExamplesMemory) {
    this.rings = Array.from({ length: bits }, (_, kind) => [...(memory?.rings[kind] ?? [])]);
    this.next = Array.from({ length: bits }, (_, kind) => memory?.next[kind] ?? 0);
  }

  take(question: Question, bits: readonly Bit[]): void {
    for (const [kind, bit] of bits.entries()) {
      if (bit === undefined || bit === false) continue;
      const { event_id } = question.event;
      const principals = levels.map((level) => principalAt(level, question));
      this.rings[kind]![this.next[kind]!] = {
        offset: question.offset,
        event_id,
        ...whyOf(bit),
        asker: askerOf(question),
        principals,
      };
      this.next[kind] = (this.next[kind]! + 1) % remembered;
    }
  }

  /** Those since an offset, of some principals of a level or of everybody: the latest, in their order. */
  of(kind: number, whose: Whose, since: number): readonly Example[] {
    return this.those(kind, whose, since)
      .slice(-shown)
      .map(({ event_id, asker, beside, because }) => ({ event_id, principal: asker, beside, because }));
  }

  /** How many of those resemble an earlier question, and how many of them got another answer. */
  links(kind: number, whose: Whose, since: number): { linked: number; flipped: number } {
    const linked = this.those(kind, whose, since).filter(({ beside }) => beside !== '');
    return { linked: linked.length, flipped: linked.filter(({ flipped }) => flipped).length };
  }

  /** Who set most of them since an offset, at most five, with how many; questions without a principal are left out. */
  concentration(kind: number, since: number): readonly { principal: string; set: number }[] {
    const counts = new Map<string, number>();
    for (const { asker } of this.since(kind, since)) if (asker !== '') counts.set(asker, (counts.get(asker) ?? 0) + 1);
    return [...counts]
      .map(([principal, set]) => ({ principal, set }))
      .sort((a, b) => b.set - a.set || (a.principal < b.principal ? -1 : 1))
      .slice(0, 5);
  }

  memory(): ExamplesMemory {
    return { rings: this.rings.map((ring) => [...ring]), next: [...this.next] };
  }

  private those(kind: number, { level, principal, members }: Whose, since: number): Seen[] {
    if (level === 'pooled') return this.since(kind, since);
    if (level === 'group') return this.since(kind, since).filter(({ asker }) => members.includes(asker));
    const place = levels.indexOf(level);
    return this.since(kind, since).filter(({ principals }) => principals[place] === principal);
  }

  private since(kind: number, offset: number): Seen[] {
    return this.rings[kind]!.filter((seen) => seen.offset >= offset).sort((a, b) => a.offset - b.offset);
  }
}
