import type { BaselineSubject } from './baseline.js';
import type { Distances } from './distances.js';
import type { MergedProfile } from './profile.js';

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
export type Summed = Pick<MergedProfile, 'counts' | 'nulls' | 'wrong_type'>;

/** One subject in both stretches, and how far they lie apart. `a` holds the reference where that was given. */
export interface ComparedCounts {
  readonly subject: string;
  readonly a: Summed;
  readonly b: Summed;
  readonly distances: Distances;
}

/** Adds up profiles of one subject. @param bins how many bins the subject has */
export function summed(profiles: Iterable<Summed>, bins: number): Summed {
  const counts = new Array<number>(bins).fill(0);
  let nulls = 0;
  let wrong_type = 0;
  for (const profile of profiles) {
    for (let bin = 0; bin < bins; bin++) counts[bin]! += profile.counts[bin] ?? 0;
    nulls += profile.nulls;
    wrong_type += profile.wrong_type;
  }
  return { counts, nulls, wrong_type };
}

/** The profiles of one subject and segment added up over ticks and partitions. */
export interface SummedProfile extends Summed {
  readonly subject: string;
  readonly segment: string;
}
