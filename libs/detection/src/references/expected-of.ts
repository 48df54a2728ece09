import type { Baseline, BaselineProfile, BaselineSubject, Season } from '../baselines/baseline.js';
import type { Summed } from '../comparing/compared-counts.js';
import type { MergedProfile } from '../counting/profile.js';
import { SubjectReference } from './subject-reference.js';
import { windowOf } from '../windows/window.js';

/** What one window of a subject is compared with. */
export interface ExpectedCounts {
  /** Over the bins; seldom whole where they are a mix of hours. */
  readonly counts: readonly number[];
  readonly nulls: number;
  /** The season whose hours these are; null for the whole baseline. */
  readonly season: Season | null;
  /** Whether they are how the baseline's values go together under the window's own margins: so pairs of features are judged. */
  readonly margins: boolean;
}

/**
 * The counts that the judge compares a window with: those of the whole baseline; where it keeps phases, those of the window's
 * own hours in its mix of them; for a pair of features, what the window's own margins lead to expect.
 *
 * @param ticks the window's profiles by tick, of this subject and segment; may be empty. Without phases they may be summed.
 */
export function expectedOf(
  { tick }: Pick<Baseline, 'tick'>,
  subject: BaselineSubject,
  profile: BaselineProfile,
  ticks: readonly (Summed & Pick<MergedProfile, 'tick'>)[],
): ExpectedCounts {
  const reference = new SubjectReference(subject, profile, tick);
  const sum = new Uint32Array(reference.size);
  const vector = new Uint32Array(reference.size);
  for (const one of ticks) {
    reference.place(one.tick, one, vector);
    vector.forEach((count, at) => (sum[at]! += count));
  }
  const found = reference.at(sum);
  const window = windowOf(sum.subarray(0, reference.plain), 1, 0);
  const dependence = window.n > 0 ? found.dependence?.of(window) : undefined;
  const nulls = found.oddities === found ? found.outside[0]! : profile.nulls;
  return {
    counts: Array.from(dependence?.expected ?? found.counts),
    nulls,
    season: found === reference.pooled ? null : profile.phases!.season,
    margins: dependence !== undefined,
  };
}
