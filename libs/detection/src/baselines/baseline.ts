import type { BaselinePerformance } from '../performance/baseline-performance.js';

/** Ticks by event time (milliseconds) or, for files, by count of events. */
export type TickRule =
  { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'count'; readonly events: number };

/**
 * How values of one subject fall into bins; frozen with the baseline.
 * - `quantile`: bin k holds edges[k-1] <= x < edges[k]; the outer bins are open. Heavy atoms are bins of their own.
 * - `values`: few-valued numbers, one bin a value in ascending order, and a last bin NEW for every other number.
 * - `categories`: one bin a known category (most frequent first), then OTHER (known but rare), then NEW (never seen).
 * - `rate`: two bins, [did not happen, happened].
 * - `sums`: no bins: the number of events, then for each random direction the sum of their levels (`FourierMap`).
 * - `grid`: two values at once, cell `row · columns.length + column`; events that lack either are counted as missing.
 */
export type Bins =
  | { readonly kind: 'quantile'; readonly edges: readonly number[] }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'categories'; readonly categories: readonly string[]; readonly other: readonly string[] }
  | { readonly kind: 'rate' }
  | { readonly kind: 'sums'; readonly directions: number }
  | {
      readonly kind: 'grid';
      readonly rows: readonly string[];
      readonly columns: readonly string[];
      readonly ordered: boolean;
    };

/** Where a subject's value comes from. */
export type SubjectRole =
  | 'feature'
  | 'score'
  | 'prediction label'
  | 'prediction value'
  | 'confidence'
  | 'latency'
  | 'errors'
  | 'truth'
  | 'volume'
  | 'performance'
  | 'bit'
  | JointRole;

/** Subjects that are made of several numbers of an event at once. */
export type JointRole = 'reconstruction error' | 'feature pair' | 'features together' | 'embedding';

/** In what clusters the extremes of the baseline came in its own windows of one length: see `beyondOf`. */
export interface Beyond {
  /** Window length in ticks. */
  readonly scale: number;
  /** How many of the lowest values count as one; 0 where the least is too common to be an extreme. */
  readonly below: number;
  /** The same at the other end. */
  readonly above: number;
}

/** Overdispersion of the baseline's own ordered windows at one scale: how many events count as one. All >= 1. */
export interface Overdispersion {
  /** Window length in ticks. */
  readonly scale: number;
  /** How many baseline windows it was measured on. */
  readonly windows: number;
  /** Per Neyman component, 0 to 4 long. */
  readonly neyman: readonly number[];
  readonly chi2: number;
  /** Of joint subjects, where parts of chi-square vary together; absent where they vary by themselves. */
  readonly clumps?: Clumps;
  /** Per category's share; for few-valued numbers of NEW alone, for a rate of `happened` alone; else empty. */
  readonly shares: readonly number[];
  /** Of the mean normal score, for numbers; absent in format 1. */
  readonly scores?: number;
  /** Of the rates of values that lie in no bin, the largest. */
  readonly nulls: number;
}

/**
 * A second law of chi-square, for windows whose events come in clusters: `factor` · df / `freedom` times a chi-square with
 * `freedom` degrees of freedom, which has the longer tail. The law that is less surprised counts.
 */
export interface Clumps {
  /** How many times larger than by chance in the mean, >= 1. */
  readonly factor: number;
  /** Of how many parts that vary by themselves, >= 1, less than all. */
  readonly freedom: number;
}

/** Counts over a subject's bins, and of values that lie in none. */
export interface BaselineCounts {
  readonly counts: readonly number[];
  readonly nulls: number;
  /** A string where the baseline has numbers, or the other way round. */
  readonly wrong_type: number;
  /** Values that are no number, and infinite ones; absent in format 1, where the first are nulls and the others in the outer bins. */
  readonly nans?: number;
  readonly infinities?: number;
}

/** A season: its phases are the hours of the day, or of the week from Monday on, in UTC. */
export type Season = 'day' | 'week';

/** The reference of one subject in one segment. */
export interface BaselineProfile extends BaselineCounts {
  /** '' is the whole traffic, else `<segment field>=<value>`. */
  readonly segment: string;
  readonly overdispersion: readonly Overdispersion[];
  /** Kept only where a season explains much of how the baseline's windows differ. */
  readonly phases?: PhasedProfile;
}

/** The same events by phase: a window is compared with what its own hours held, in the window's mix of hours. */
export interface PhasedProfile {
  readonly season: Season;
  /** The group of each hour, 24 or 168 numbers from 0 without gaps; neighbours share one where an hour holds too little. */
  readonly groups: readonly number[];
  /** Of each group; their sum is the profile's. */
  readonly counts: readonly BaselineCounts[];
  /** What is left when windows are compared with their own phases. */
  readonly overdispersion: readonly Overdispersion[];
  /** Whether values that lie in no bin follow the season too; else they are compared with the whole. */
  readonly oddities: boolean;
}

/** Numeric features as one point: each standardised and held within 5 sd, missing ones at their mean. */
export interface PointRule {
  readonly features: readonly string[];
  readonly means: readonly number[];
  readonly sds: readonly number[];
}

/** How the bins of one feature fall into the rows or columns of a grid; -1 for a bin that has none. */
export interface Axis {
  readonly subject: string;
  readonly groups: readonly number[];
}

/** Random Fourier features of a Gaussian kernel; the directions follow from the seed. */
export interface FourierMap {
  readonly seed: number;
  readonly directions: number;
  /** Standard deviation of the kernel, in units of the point. */
  readonly bandwidth: number;
  /** What turns mean levels into uncorrelated numbers of variance 1, one row each. */
  readonly rotation: readonly (readonly number[])[];
  /** One event in so many is taken, chosen by its id; a power of two. */
  readonly one_in: number;
}

/** What a joint subject is computed from. */
export type Derivation =
  | {
      readonly kind: 'reconstruction error';
      readonly point: PointRule;
      /** Principal components, each as long as the point. */
      readonly components: readonly (readonly number[])[];
    }
  | { readonly kind: 'feature pair'; readonly first: Axis; readonly second: Axis }
  | { readonly kind: 'features together'; readonly point: PointRule; readonly map: FourierMap }
  | { readonly kind: 'embedding'; readonly feature: string; readonly length: number; readonly map: FourierMap };

export interface BaselineSubject {
  readonly subject: string;
  readonly role: SubjectRole;
  readonly bins: Bins;
  /** Whether bins have an order (KS and Neyman components apply). */
  readonly ordered: boolean;
  /** Coarser grouping of the same bins for the PSI that people compare: psi_groups[k] is the group of bin k. */
  readonly psi_groups: readonly number[];
  /** Mean and standard deviation of the numbers, for words like "higher by 0.4 sd"; undefined for categories. */
  readonly mean?: number;
  readonly sd?: number;
  /** The least and the most finite number seen; undefined for categories and in format 1, where nothing is out of range. */
  readonly least?: number;
  readonly most?: number;
  /** By ascending scale, where bins are quantiles; else a number out of range is NEW. */
  readonly beyond?: readonly Beyond[];
  /** Joint subjects only. They are watched in the whole traffic alone. */
  readonly derived?: Derivation;
  readonly profiles: readonly BaselineProfile[];
}

/** Traffic per tick in the baseline: mean and variance of windows at each scale. */
export interface BaselineVolume {
  readonly segment: string;
  readonly scales: readonly {
    readonly scale: number;
    readonly windows: number;
    readonly mean: number;
    readonly variance: number;
    readonly least: number;
    readonly most: number;
  }[];
  /** Kept only where a season explains much of how traffic varies. */
  readonly phases?: PhasedVolume;
}

/** Traffic by phase. A window of e expected events varies by e + relative_variance · e². */
export interface PhasedVolume {
  readonly season: Season;
  /** Mean events of a tick that begins in each hour, 24 or 168. */
  readonly means: readonly number[];
  readonly scales: readonly {
    readonly scale: number;
    readonly windows: number;
    readonly relative_variance: number;
    /** The farthest that a window lay below and above what was expected, in standard deviations. */
    readonly least: number;
    readonly most: number;
  }[];
}

/** The frozen reference of one model version. Its digest is the sha256 of its canonical JSON without `digest`. */
export interface Baseline {
  /** Format 1 has no range, no counts of values that are no number or infinite, no phases and no warnings. */
  readonly format: 'anchorwatch-baseline-1' | 'anchorwatch-baseline-2';
  readonly digest: string;
  readonly model: string;
  readonly model_version: string;
  /** Where it was made from: a file's name and digest, or a range of stored telemetry. */
  readonly made_from: string;
  readonly events: number;
  readonly ticks: number;
  readonly tick: TickRule;
  /** First and last event time it saw. */
  readonly from: number;
  readonly to: number;
  /** Fields whose values are watched as segments of their own, as `segment.<field>` names of features or attributes. */
  readonly segment_fields: readonly string[];
  /** Known segment names, `<field>=<value>`, without ''. */
  readonly segments: readonly string[];
  /** Stretches within its range that it did not learn from; absent when there are none. */
  readonly left_out?: readonly LeftOut[];
  /** What a person should know before trusting it, in words. */
  readonly warnings?: readonly BaselineWarning[];
  readonly subjects: readonly BaselineSubject[];
  readonly volume: readonly BaselineVolume[];
  /** How well the model answered; absent where no labels were given. */
  readonly performance?: BaselinePerformance;
  /** What watches who asks what beside it; absent where that was not calibrated. */
  readonly compromise?: CompromiseWatch;
  /** What watches who labels what beside it; absent where no label named its source. */
  readonly feedback?: FeedbackWatch;
}

/** What the compromise detectors were calibrated to watch from the same events. The calibration itself is kept beside the baseline, under its digest. */
export interface CompromiseWatch {
  /** The bits that can be judged, in their order; empty where all detectors are blind. */
  readonly bits: readonly string[];
}

/** What was calibrated to watch in labels as they come, from the healthy ones. The calibration itself is kept beside the baseline, under its digest. */
export interface FeedbackWatch {
  /** The signs that can be judged, in their order; empty where all are blind. */
  readonly signs: readonly string[];
}

/** A stretch of event time, [from, to), that a baseline did not learn from, and why: `incident inc-…`. */
export interface LeftOut {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** `season or long memory: …`: what could not be made harmless for one subject and segment. */
export interface BaselineWarning {
  readonly subject: string;
  readonly segment: string;
  readonly words: string;
}
