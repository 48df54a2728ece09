import { hourOf, mostExposedFirst, type Exposure, type KeptSummary, type Watcher } from '@anchorwatch/compromise';

/** Within an hour, its summary is renewed after so many questions or so much event time, where the watch has caught up; and where something was found. */
const QUESTIONS_A_SUMMARY = 5_000;
const RENEWED_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** How far a watch has come. */
export interface Watched {
  /** Questions of the baseline so far, and those of them that were read. */
  readonly questions: number;
  readonly scored: number;
}

/**
 * Decides when a watch is summed up: after the last question of every hour of event time, which is known when the hour is over or with the first question of a
 * later one, so that a replay keeps the same; and in between where the watch has caught up with what is asked, so that people see the present.
 */
export class HourlySummaries {
  /** Event time of the last question; undefined at the beginning of a process. */
  private last: number | undefined;
  /** Where the last summary stood. */
  private kept: { readonly questions: number; readonly at: number } | undefined;
  /** Who could reproduce how much, when it was last reckoned. */
  private reckoned: { readonly questions: number; readonly exposures: readonly Exposure[] } | undefined;

  /** @param rest called between pieces of work, so that others have their turn */
  constructor(
    private readonly stream: { readonly model: string; readonly baseline: string },
    private readonly watcher: Pick<Watcher, 'summary' | 'eachExposure'>,
    private readonly rest: () => Promise<void>,
  ) {}

  /** Takes note of a question that is about to be read. @returns whether it is the first of another hour than the one before, or of this process */
  begins(time: number): boolean {
    const begins = this.last === undefined || hourOf(time) > hourOf(this.last);
    this.last = time;
    return begins;
  }

  /** The summary of the hour before the one that begins with a question; undefined where nothing has been read since the last summary. */
  async ofHourBefore(time: number, watched: Watched): Promise<KeptSummary | undefined> {
    if (this.isWhole(watched)) return undefined;
    const summary = await this.sumUp(watched, watched.questions);
    return summary && summary.hour < hourOf(time) ? this.keep(summary) : undefined;
  }

  /**
   * Called when everything before an event time has been read.
   * @param hasFound whether something was found since the last call
   */
  async caughtUp(end: number, watched: Watched, hasFound: boolean): Promise<KeptSummary | undefined> {
    const { questions } = watched;
    const isOver = this.last !== undefined && end >= hourOf(this.last) + HOUR_MS;
    if (questions === 0 || !(isOver ? !this.isWhole(watched) : this.isDue(end, watched, hasFound))) return undefined;
    // Exposures change slowly, and cost more than everything else.
    const recent = Math.max(questions - QUESTIONS_A_SUMMARY, Math.floor(questions / 2)) + 1;
    const summary = await this.sumUp(watched, isOver ? questions : recent);
    return summary && this.keep(summary);
  }

  /** Whether the last summary says all that there is to say of an hour that is over. */
  private isWhole({ questions }: Watched): boolean {
    return this.kept?.questions === questions && this.reckoned?.questions === questions;
  }

  /** Within an hour. */
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

  /**
   * Undefined where nothing has been read yet.
   * @param since exposures are reckoned again unless they are of so many questions
   */
  private async sumUp({ questions, scored }: Watched, since: number): Promise<KeptSummary | undefined> {
    if (this.reckoned === undefined || this.reckoned.questions < since)
      this.reckoned = { questions, exposures: await this.reckon() };
    const summary = this.watcher.summary(this.reckoned.exposures);
    if (summary.last === null) return undefined;
    const at = summary.last.time;
    return { ...this.stream, hour: hourOf(at), at, questions, scored, summary };
  }

  private async reckon(): Promise<readonly Exposure[]> {
    const exposures: Exposure[] = [];
    for (const exposure of this.watcher.eachExposure()) {
      exposures.push(exposure);
      await this.rest();
    }
    return mostExposedFirst(exposures);
  }
}
