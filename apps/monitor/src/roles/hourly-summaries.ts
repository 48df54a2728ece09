import { hourOf, type KeptSummary, type Watcher } from '@anchorwatch/compromise';

/** Within an hour, its summary is renewed after so many questions or so much event time, where the watch has caught up; and where something was found. */
const QUESTIONS_A_SUMMARY = 5_000;
const RENEWED_MS = 5 * 60_000;

/** How far a watch has come. */
export interface Watched {
  /** Questions of the baseline so far, and those of them that were read. */
  readonly questions: number;
  readonly scored: number;
}

/**
 * Decides when a watch is summed up: after the last question of every hour of event time, which is known with the first one of a later hour, so that a replay
 * keeps the same; and in between where the watch has caught up with what is asked, so that people see the present.
 */
export class HourlySummaries {
  /** Event time of the last question; undefined at the beginning of a process. */
  private last: number | undefined;
  /** Where the last summary stood. */
  private kept: { readonly questions: number; readonly at: number } | undefined;

  constructor(
    private readonly stream: { readonly model: string; readonly baseline: string },
    private readonly watcher: Pick<Watcher, 'summary'>,
  ) {}

  /**
   * Called before each question is read.
   * @param isKnown whether what was found up to it is in the store already, and its hours with it
   * @returns the summary of the hour before, where the question is the first of another
   */
  before(time: number, watched: Watched, isKnown: boolean): KeptSummary | undefined {
    const isFirst = this.last === undefined || hourOf(time) > hourOf(this.last);
    this.last = time;
    if (!isFirst || isKnown || this.kept?.questions === watched.questions) return undefined;
    const summary = this.sumUp(watched);
    return summary && summary.hour < hourOf(time) ? this.keep(summary) : undefined;
  }

  /**
   * Called when everything before an event time has been read.
   * @param hasFound whether something was found since the last call
   */
  caughtUp(end: number, watched: Watched, hasFound: boolean): KeptSummary | undefined {
    if (watched.questions === 0 || !this.isDue(end, watched, hasFound)) return undefined;
    const summary = this.sumUp(watched);
    return summary && this.keep(summary);
  }

  private isDue(end: number, { questions }: Watched, hasFound: boolean): boolean {
    // A process may have ended before it put its last one down.
    if (this.kept === undefined) return true;
    if (questions === this.kept.questions) return false;
    return (
      hasFound ||
      questions - this.kept.questions >= QUESTIONS_A_SUMMARY ||
      // Also where nobody asks any more: what came last is shown then.
      end - this.kept.at >= RENEWED_MS
    );
  }

  private keep(summary: KeptSummary): KeptSummary {
    this.kept = { questions: summary.questions, at: summary.at };
    return summary;
  }

  /** Undefined where nothing has been read yet. */
  private sumUp({ questions, scored }: Watched): KeptSummary | undefined {
    const summary = this.watcher.summary();
    if (summary.last === null) return undefined;
    const at = summary.last.time;
    return { ...this.stream, hour: hourOf(at), at, questions, scored, summary };
  }
}
