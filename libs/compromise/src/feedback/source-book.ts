import type { JudgedLabel } from './judged-label.js';

/** Sources that are remembered, labels of one, and labels of all: beyond it the lightest quarter of the sources is let go at once. */
export const mostSources = 4_000;
export const mostOwn = 1_000;
const mostLabels = 100_000;

/** A source's own last labels, newest last. */
export interface OwnLabels {
  readonly source: string;
  /** How many there ever were. */
  total: number;
  labels: JudgedLabel[];
}

export interface BookMemory {
  readonly sources: readonly OwnLabels[];
  readonly dropped: number;
}

/** Who has been labelling, bounded: those who labelled most, and newcomers. */
export class SourceBook {
  private readonly known: Map<string, OwnLabels>;
  private held: number;
  /** Sources that were let go. */
  dropped: number;

  constructor({ sources, dropped }: BookMemory = { sources: [], dropped: 0 }) {
    this.known = new Map(sources.map((own) => [own.source, { ...own, labels: [...own.labels] }]));
    this.held = sources.reduce((sum, { labels }) => sum + labels.length, 0);
    this.dropped = dropped;
  }

  /** Adds a label to its source's own, begun if it is not known. */
  add(label: JudgedLabel): OwnLabels {
    if (this.held >= mostLabels || (this.known.size >= mostSources && !this.known.has(label.source))) this.letGo();
    const own = this.known.get(label.source) ?? { source: label.source, total: 0, labels: [] };
    this.known.set(label.source, own);
    own.total++;
    own.labels.push(label);
    this.held++;
    // In one piece from time to time: taking one from the front each time would move all of them.
    if (own.labels.length >= 1.25 * mostOwn) {
      this.held -= own.labels.length - mostOwn;
      own.labels = own.labels.slice(-mostOwn);
    }
    return own;
  }

  /** Forgets what a source has said, so that what was found in it is not found again. */
  clear(own: OwnLabels): void {
    this.held -= own.labels.length;
    own.labels = [];
  }

  all(): Iterable<OwnLabels> {
    return this.known.values();
  }

  memory(): BookMemory {
    return {
      sources: [...this.known.values()].map((own) => ({ ...own, labels: [...own.labels] })),
      dropped: this.dropped,
    };
  }

  private letGo(): void {
    const lightest = [...this.known.values()].sort((a, b) => a.total - b.total).slice(0, this.known.size / 4);
    for (const own of lightest) {
      this.held -= own.labels.length;
      this.known.delete(own.source);
    }
    this.dropped += lightest.length;
  }
}
