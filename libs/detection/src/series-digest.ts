import type { Baseline } from './baseline.js';
import { evidenceOf } from './contributions.js';
import type { Feed } from './detection-store.js';
import { DigestDay, type DigestMemory } from './digest-day.js';
import { listed } from './episode.js';
import type { Finding } from './finding.js';
import { findingOf } from './make-finding.js';
import { costOf, testedOn } from './policy.js';
import type { SeriesBook } from './series-book.js';
import type { Series } from './series.js';
import type { Verdict } from './verdict.js';

/** Notes what the series of a judge show that is too weak for an alarm or a watch, and lists it when a day has ended. */
export class SeriesDigest {
  private readonly day: DigestDay;
  /** How many tests the looks of a day at a subject are. */
  private readonly tests: ReadonlyMap<string, number>;

  /** @param scales how many window lengths are looked at */
  constructor(
    { tick, ...baseline }: Baseline,
    private readonly feed: Feed,
    private readonly book: SeriesBook,
    private readonly scales: number,
  ) {
    this.day = new DigestDay(tick);
    this.tests = new Map(
      testedOn(baseline, feed).map(({ subject, statistics }) => [subject, costOf(statistics) * scales]),
    );
  }

  /** The p-value above which nothing is noted of a subject. */
  noteworthy(subject: string): number {
    return this.day.noteworthy(this.testsOf(subject));
  }

  /** Whether something of a window length is noted, which the next look at it may take back. */
  holds({ key }: Series, scale: number): boolean {
    return this.day.has(key, scale);
  }

  /** Notes what may be listed of a series. */
  note(series: Series, verdicts: readonly Verdict[]): void {
    const { key, subject } = series;
    if (series.episode !== undefined) return this.drop(series);
    const tests = this.testsOf(subject);
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

  private testsOf(subject: string): number {
    return this.tests.get(subject) ?? this.scales;
  }
}
