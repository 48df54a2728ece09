import type { Baseline } from './baselines/baseline.js';
import type { BudgetUse } from './budget/budget-use.js';
import type { ComparedCounts, HourSum, ProfileQuestion, Stretch, SummedProfile } from './comparing/compared-counts.js';
import type { Finding } from './judging/finding.js';
import type { Heat, HeatQuestion } from './verdicts/heat.js';
import type { PerformanceRow, PerformanceWindow } from './performance/performance-row.js';
import { OUTCOMES, type MetricName } from './performance/task.js';
import type { MergedProfile, Profile, Progress } from './counting/profile.js';
import type { DetectorName, Verdict } from './verdicts/verdict.js';
import type { VerdictTally } from './verdicts/verdict-tally.js';

/** Events and labels have clocks of their own, so each feed is judged on its own. */
export type Feed = 'events' | 'labels';

/** What of a baseline is judged by itself, with a part of the budget of its own: a feed's counts, who asks what, or who labels what. */
export type Strand = Feed | 'compromise' | 'feedback';

/** The subjects of the labels' feed. */
export const labelSubjects: readonly string[] = ['truth', OUTCOMES];

/** The feed on whose clock a subject is counted. */
export function feedOf(subject: string): Feed {
  return labelSubjects.includes(subject) ? 'labels' : 'events';
}

/** Up to where, and between which times, one partition was counted into a tick. */
export type ProfilePlace = Pick<Profile, 'tick' | 'topic' | 'partition' | 'last_offset' | 'first_time' | 'last_time'>;

/** What the judge of one stream (model, baseline and strand) had decided after its last tick: small, and enough to go on from. */
export interface Judgement {
  readonly model: string;
  readonly baseline: string;
  readonly feed: Strand;
  /** Every tick up to and including this one has been judged. */
  readonly tick: number;
  /** As JSON text: a judge's memory, that is open episodes and the floors of their windows, or how much a watcher has seen. */
  readonly state: string;
}

/** Remembers baselines, profiles, verdicts and findings. Every write may be repeated: identity is derived. */
export abstract class DetectionStore {
  abstract putBaseline(baseline: Baseline): Promise<void>;
  abstract baseline(digest: string): Promise<Baseline | undefined>;
  abstract baselines(model?: string): Promise<readonly Omit<Baseline, 'subjects' | 'volume' | 'performance'>[]>;

  abstract putProfiles(profiles: readonly Profile[]): Promise<void>;
  /** Written after the profiles it speaks of. The furthest position of a partition stays, and of two the one put last. */
  abstract putProgress(progress: Progress): Promise<void>;
  abstract progress(topic?: string): Promise<readonly Progress[]>;
  /** Profiles of a stream summed over partitions, ticks in [from, to), in tick order. */
  abstract mergedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string; segment?: string },
  ): Promise<readonly MergedProfile[]>;
  /**
   * Two stretches of a stream added up over ticks and partitions, and how far they lie apart, in the order of the
   * subjects' names. Computed where the profiles lie; the distances are those of `distancesOf`. Bounded in time and
   * memory: a question that is too large is refused.
   */
  abstract compareProfiles(question: ProfileQuestion): Promise<readonly ComparedCounts[]>;
  /** Profiles of a stream added up over the ticks in [from, to), by segment and subject; bounded as `compareProfiles`. */
  abstract summedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string },
  ): Promise<readonly SummedProfile[]>;
  /**
   * How the events of a stretch are divided over the hours of the week, subject by subject; hours without any are left out.
   * @param tickMs length of a tick
   */
  abstract hourSums(model: string, baseline: string, stretch: Stretch, tickMs: number): Promise<readonly HourSum[]>;
  /** The first tick, not before `from`, in which a feed of a stream has a profile, or undefined. */
  abstract firstTick(model: string, baseline: string, feed: Feed, from?: number): Promise<number | undefined>;

  /** Where the profiles of one subject of the whole traffic were counted, ticks in [from, to), by tick, topic and partition. */
  abstract profilePlaces(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject: string },
  ): Promise<readonly ProfilePlace[]>;

  abstract putVerdicts(verdicts: readonly Verdict[]): Promise<void>;
  /**
   * The newest first, by the end of their window: from <= window_to < to. All that end at one time come together, so an
   * answer may be longer than `limit`, by the verdicts of one tick; the next page is asked for with `to` = the last end.
   */
  abstract verdicts(filter: {
    model: string;
    baseline?: string;
    subject?: string;
    segment?: string;
    scale?: number;
    from?: number;
    to?: number;
    limit: number;
  }): Promise<readonly Verdict[]>;

  /** How many windows that ended in [from, to) were judged, and passed their budget, by subject and segment; bounded in time. */
  abstract verdictTallies(model: string, range: { from: number; to: number }): Promise<readonly VerdictTally[]>;

  /** The newest verdict of every subject and segment of a model: of its last judged ticks, at the largest scale looked at then. */
  abstract latestVerdicts(model: string): Promise<readonly Verdict[]>;

  /** The verdicts of a stretch of event time as `heatOf` brings them together; bounded in time and memory. */
  abstract heat(question: HeatQuestion): Promise<Heat>;

  /**
   * Puts findings; one with the same id replaces the former, unless that is of a later stage of the episode: a watch, an
   * alarm, a constant answer, ended.
   */
  abstract putFindings(findings: readonly Finding[]): Promise<void>;
  /** The newest first, by the event time at which they were raised: from <= raised < to. */
  abstract findings(filter: {
    model?: string;
    detector?: DetectorName;
    /** Only those that have not ended, or only those that have. */
    lasting?: boolean;
    subject?: string;
    ids?: readonly string[];
    from?: number;
    to?: number;
    limit: number;
  }): Promise<readonly Finding[]>;

  /** What each model has used of the alarm budget: windows that ended, and findings raised, in [from, to); by model. */
  abstract budgetUse(range: { from: number; to: number }): Promise<readonly BudgetUse[]>;

  /** Puts rows of performance; a row that waits for labels never replaces one that has them. */
  abstract putPerformance(rows: readonly PerformanceRow[]): Promise<void>;
  /** The newest first, by the end of their window: from <= window_to < to. All that end at one time come together; see `verdicts`. */
  abstract performance(filter: {
    model: string;
    baseline?: string;
    metric?: MetricName;
    segment?: string;
    from?: number;
    to?: number;
    limit: number;
  }): Promise<readonly PerformanceRow[]>;
  /** The last tick of a stream that lies in a window on record, or undefined. */
  abstract lastPerformance(model: string, baseline: string): Promise<number | undefined>;
  /** The first windows on record that wait for labels and end below a tick. */
  abstract unsettledPerformance(
    model: string,
    baseline: string,
    below: number,
    limit: number,
  ): Promise<readonly PerformanceWindow[]>;

  /** Written last, after the tick's verdicts and findings: what lies before it is done. The latest tick of a stream stays. */
  abstract putJudgement(judgement: Judgement): Promise<void>;
  abstract judgement(model: string, baseline: string, feed: Strand): Promise<Judgement | undefined>;
}
