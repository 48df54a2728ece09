import type { Baseline } from '../baselines/baseline.js';
import type { Feed } from '../detection-store.js';
import { EndsRing } from '../windows/ends-ring.js';
import { MetricComparison } from '../performance/metric-test.js';
import { OutcomeWindows } from '../performance/outcome-windows.js';
import { OUTCOMES } from '../performance/task.js';
import { judgedOn } from '../budget/policy.js';
import type { MergedProfile } from '../counting/profile.js';
import { Series, type Measure } from './series.js';
import { SubjectReference } from '../references/subject-reference.js';

/** Every series that is judged on a feed of a baseline, and the counts of their recent ticks. */
export class SeriesBook {
  /** By segment: ends of the recent ticks. */
  readonly ends: ReadonlyMap<string, EndsRing>;
  /** Whose values are segments. */
  readonly segmentFields: readonly string[];
  private readonly list: Series[] = [];
  private readonly byKey = new Map<string, Series>();
  private readonly bySegment = new Map<string, Map<string, Series>>();
  /** By place among the profiles of a tick. */
  private readonly lastAt: (Series | undefined)[] = [];
  /** Sums of outcomes by segment, shared by the measures of performance. */
  private readonly outcomes = new Map<string, OutcomeWindows>();

  /** @param largest longest window in ticks, a power of two of at least 8 */
  constructor(
    baseline: Baseline,
    feed: Feed,
    private readonly largest: number,
  ) {
    this.segmentFields = baseline.segment_fields;
    this.ends = new Map(['', ...baseline.segments].map((segment) => [segment, new EndsRing(largest)]));
    for (const subject of baseline.subjects.filter((one) => judgedOn(one, feed))) {
      for (const profile of subject.profiles) {
        const reference = new SubjectReference(subject, profile, baseline.tick);
        this.open(subject.subject, profile.segment, { kind: 'distribution', reference });
      }
    }
    if (feed === 'labels') this.openPerformance(baseline);
    for (const volume of feed === 'labels' ? [] : baseline.volume)
      this.open('volume', volume.segment, { kind: 'volume', volume, tick: baseline.tick });
  }

  get size(): number {
    return this.list.length;
  }

  /** All of them, in the order of the baseline. */
  all(): readonly Series[] {
    return this.list;
  }

  at(key: string): Series | undefined {
    return this.byKey.get(key);
  }

  of(segment: string, subject: string): Series | undefined {
    return this.bySegment.get(segment)?.get(subject);
  }

  /** Adds one tick's counts to every series. */
  add(tick: number, profiles: readonly MergedProfile[]): void {
    const outcomes = new Map<string, MergedProfile>();
    for (let k = 0; k < profiles.length; k++) {
      const profile = profiles[k]!;
      const { segment, subject } = profile;
      if (subject === OUTCOMES && this.outcomes.has(segment)) {
        outcomes.set(segment, profile);
        this.ends.get(segment)?.put(tick, profile);
      } else this.seriesOf(profile, k)?.put(tick, profile);
    }
    for (const series of this.list) series.add(tick);
    for (const [segment, windows] of this.outcomes) windows.add(tick, outcomes.get(segment));
  }

  /** Profiles come in the same order tick after tick: where one stood the last time, its series is most likely found. */
  private seriesOf({ segment, subject }: MergedProfile, place: number): Series | undefined {
    const last = this.lastAt[place];
    if (last !== undefined && last.subject === subject && last.segment === segment) return last;
    return (this.lastAt[place] = this.of(segment, subject));
  }

  private openPerformance({ performance }: Baseline): void {
    if (performance?.kind !== 'measured') return;
    for (const { segment, metrics } of performance.profiles) {
      const outcomes = new OutcomeWindows(performance.task, this.largest);
      this.outcomes.set(segment, outcomes);
      for (const reference of metrics) {
        const comparison = new MetricComparison(performance.task, reference);
        this.open(reference.metric, segment, { kind: 'metric', comparison, outcomes });
      }
    }
  }

  private open(subject: string, segment: string, measure: Measure): void {
    const key = `${segment}\n${subject}`;
    const series = new Series(key, subject, segment, measure, this.ends.get(segment)!, this.largest);
    this.list.push(series);
    this.byKey.set(key, series);
    const siblings = this.bySegment.get(segment) ?? new Map<string, Series>();
    this.bySegment.set(segment, siblings.set(subject, series));
  }
}
