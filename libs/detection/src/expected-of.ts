import type { Baseline, BaselineProfile, BaselineSubject, Season } from './baseline.js';
import { outsideOf, vectorOf } from './beside.js';
import type { MergedProfile } from './profile.js';
import { SubjectReference } from './subject-reference.js';

/** What one window of a subject is compared with. */
export interface ExpectedCounts {
  /** Over the bins; seldom whole where they are a mix of hours. */
  readonly counts: readonly number[];
  readonly nulls: number;
  /** The season whose hours these are; null for the whole baseline. */
  readonly season: Season | null;
}

/**
 * The counts that the judge compares a window with: those of the whole baseline or, where it keeps phases, those of the
 * window's own hours in its mix of them.
 *
 * @param ticks the window's profiles by tick, of this subject and segment; may be empty
 */
export function expectedOf(
  { tick }: Pick<Baseline, 'tick'>,
  subject: BaselineSubject,
  profile: BaselineProfile,
  ticks: readonly MergedProfile[],
): ExpectedCounts {
  const whole = { counts: profile.counts, nulls: profile.nulls, season: null };
  const { phases } = profile;
  if (phases === undefined || ticks.length === 0) return whole;
  const reference = new SubjectReference(subject, profile, tick);
  const sum = new Uint32Array(reference.size);
  for (const one of ticks)
    reference.placed(one.tick, vectorOf(one.counts, one)).forEach((count, at) => (sum[at]! += count));
  const found = reference.at(sum);
  if (found === reference.pooled) return whole;
  return {
    counts: Array.from(found.counts),
    nulls: found.oddities === found ? found.outside[0]! : outsideOf(profile)[0]!,
    season: phases.season,
  };
}
