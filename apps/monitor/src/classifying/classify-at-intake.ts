import { ClassifierFailed, type TextClassifier } from '@anchorwatch/compromise';

/** What bounds asking. */
export interface ClassifyingBounds {
  /** Texts of a request, and requests at the same time. */
  readonly batch: number;
  readonly in_flight: number;
  /** How long intake waits for a page of some hundred events, milliseconds. */
  readonly timeout: number;
  /** After a failure nothing is asked for so long, milliseconds: a classifier that is away costs intake one wait in that time. */
  readonly rest: number;
}

/** What became of prompts. */
export interface Classifying {
  readonly scored: (count: number) => void;
  readonly unscored: (count: number, reason: string) => void;
}

/**
 * Asks a classifier for the scores of prompts as they come in. It never throws and never waits beyond its bound: what is not answered in time has no score, which is counted.
 */
export class ClassifyAtIntake {
  private restsUntil = -Infinity;

  constructor(
    private readonly classifier: TextClassifier,
    private readonly bounds: ClassifyingBounds,
    private readonly counts: Classifying,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get name(): string {
    return this.classifier.name;
  }

  /** The score of each text; undefined where there is none. */
  async scores(texts: readonly string[]): Promise<readonly (number | undefined)[]> {
    const scores: (number | undefined)[] = texts.map(() => undefined);
    if (texts.length === 0) return scores;
    if (this.now() < this.restsUntil) {
      this.counts.unscored(texts.length, 'resting after a failure');
      return scores;
    }
    const { batch, in_flight, timeout, rest } = this.bounds;
    const over = new AbortController();
    const clock = setTimeout(() => over.abort(), timeout);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < texts.length && !over.signal.aborted) {
        const from = next;
        next += batch;
        const found = await this.classifier.scores(texts.slice(from, from + batch), over.signal);
        found.forEach((score, k) => (scores[from + k] = score));
      }
    };
    let reason = `no answer within ${timeout} ms`;
    const giveUp = (error: unknown) => {
      if (!(error instanceof ClassifierFailed)) throw error;
      if (!over.signal.aborted) reason = error.message;
      over.abort();
    };
    await Promise.all(Array.from({ length: in_flight }, () => work().catch(giveUp)));
    clearTimeout(clock);
    const missing = scores.filter((score) => score === undefined).length;
    if (missing > 0) {
      this.restsUntil = this.now() + rest;
      this.counts.unscored(missing, reason);
    }
    this.counts.scored(texts.length - missing);
    return scores;
  }
}
