import type { BaselineSubject } from '../baselines/baseline.js';
import { besides, noneBeside, type Beside } from '../counting/beside.js';
import type { Distances } from '../verdicts/distances.js';
import type { MergedProfile } from '../counting/profile.js';

/** Ticks in [from, to) of one segment; '' is the whole traffic. */
export interface Stretch {
  readonly segment: string;
  readonly from: number;
  readonly to: number;
}

/** What of a subject a comparison needs to know. */
export interface ComparedSubject extends Pick<BaselineSubject, 'subject' | 'ordered' | 'psi_groups'> {
  /** Counts to compare with in place of those of stretch `a`: the baseline's. */
  readonly reference?: readonly number[];
}

/** Two stretches of stored profiles of one stream, subject by subject. */
export interface ProfileQuestion {
  readonly model: string;
  /** Digest of the baseline over whose bins the profiles were counted. */
  readonly baseline: string;
  /** Each once. */
  readonly subjects: readonly ComparedSubject[];
  /** May be left out when every subject brings its reference. */
  readonly a?: Stretch;
  readonly b: Stretch;
}

/** The profiles of a stretch added up: counts over the subject's bins, all 0 where nothing was stored. */
export type Summed = Pick<MergedProfile, 'counts' | Beside>;

/** One subject in both stretches, and how far they lie apart. `a` holds the reference where that was given. */
export interface ComparedCounts {
  readonly subject: string;
  readonly a: Summed;
  readonly b: Summed;
  readonly distances: Distances;
}

/** How many values of a subject fell into one hour of the week, 0 to 167 from Monday 00:00 UTC on. */
export interface HourSum {
  readonly subject: string;
  readonly hour: number;
  /** In bins. */
  readonly values: number;
  /** In bins and not. */
  readonly everything: number;
}

/** Adds up profiles of one subject. @param bins how many bins the subject has */
export function summed(profiles: Iterable<Summed>, bins: number): Summed {
  const counts = new Array<number>(bins).fill(0);
  const beside: Record<Beside, number> = { ...noneBeside };
  for (const profile of profiles) {
    for (let bin = 0; bin < bins; bin++) counts[bin]! += profile.counts[bin] ?? 0;
    for (const name of besides) beside[name] += profile[name];
  }
  return { counts, ...beside };
}

/** The profiles of one subject and segment added up over ticks and partitions. */
export interface SummedProfile extends Summed {
  readonly subject: string;
  readonly segment: string;
}
