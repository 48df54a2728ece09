import type { Baseline } from '../baselines/baseline.js';
import { evidenceOf } from '../comparing/contributions.js';
import type { Feed } from '../detection-store.js';
import { DigestDay, type DigestMemory } from './digest-day.js';
import { listed } from './episode.js';
import type { Finding } from './finding.js';
import { findingOf } from './make-finding.js';
import { costOf, paidLooks, type JudgePolicy } from '../budget/policy.js';
import type { SeriesBook } from './series-book.js';
import type { Series } from './series.js';
import type { Verdict } from '../verdicts/verdict.js';

/** Notes what the series of a judge show that is too weak for an alarm or a watch, and lists it when a day has ended. */
export class SeriesDigest {
  private readonly day: DigestDay;
  /** How many tests the looks of a day at a series are, by its key. */
  private readonly tests: ReadonlyMap<string, number>;

  constructor(
    baseline: Baseline,
    private readonly feed: Feed,
    private readonly book: SeriesBook,
    policy: JudgePolicy,
  ) {
    this.day = new DigestDay(baseline.tick);
    const tests = new Map<string, number>();
    for (const { subject, segment, statistics } of paidLooks(baseline, feed, policy)) {
      const key = `${segment}\n${subject}`;
      tests.set(key, (tests.get(key) ?? 0) + costOf(statistics));
    }
    this.tests = tests;
  }

  /** The p-value above which nothing is noted of a series. */
  noteworthy({ key }: Series): number {
    return this.day.noteworthy(this.testsOf(key));
  }

  /** Whether something of a window length is noted, which the next look at it may take back. */
  holds({ key }: Series, scale: number): boolean {
    return this.day.has(key, scale);
  }

  /** Notes what may be listed of a series. */
  note(series: Series, verdicts: readonly Verdict[]): void {
    const { key } = series;
    if (series.episode !== undefined) return this.drop(series);
    const tests = this.testsOf(key);
    for (const verdict of verdicts) {
      if (!series.isPastWatch(verdict)) continue;
      this.day.note(key, verdict.scale, verdict.p_value, tests, () =>
        findingOf(verdict, 'digest', this.feed, evidenceOf(this.book, series, verdict.scale), verdict.alpha, undefined),
      );
    }
  }

  /** Leaves a series out of this day's list: it has an episode. */
  drop({ key }: Series): void {
    this.day.drop(key);
  }

  /** Begins the day of a tick, if it has not begun. @returns what the day that has ended is to be listed with */
  turnTo(tick: number): readonly Finding[] {
    const found = this.day.endsBefore(tick) ? this.list() : [];
    this.day.begin(tick);
    return found;
  }

  remember(): DigestMemory | undefined {
    return this.day.remember();
  }

  resume(memory: DigestMemory | undefined): void {
    this.day.resume(memory);
  }

  private list(): readonly Finding[] {
    const { book } = this;
    return [...this.day.close(book.size)].map(([key, finding]) => {
      const { last_offset: event, last_time: time } = book.ends.get(finding.segment)!.last!;
      const raised: Finding = { ...finding, raised_at: { event, time } };
      book.at(key)!.episode = listed(raised);
      return raised;
    });
  }

  private testsOf(key: string): number {
    return this.tests.get(key)!;
  }
}
