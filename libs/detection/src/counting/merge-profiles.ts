import type { MergedProfile, Profile } from './profile.js';

/**
 * Adds profiles of the same stream, tick, segment and subject over partitions. The order of the input does not matter:
 * counts add, and the result is sorted by tick, segment and subject.
 */
export function mergeProfiles(profiles: Iterable<Profile | MergedProfile>): readonly MergedProfile[] {
  const merged = new Map<string, MergedProfile>();
  for (const profile of profiles) {
    const key = JSON.stringify([profile.model, profile.baseline, profile.tick, profile.segment, profile.subject]);
    const former = merged.get(key);
    merged.set(key, former === undefined ? withoutPlace(profile) : sum(former, profile));
  }
  return [...merged.values()].sort(byIdentity);
}

function withoutPlace(profile: Profile | MergedProfile): MergedProfile {
  const { model, baseline, tick, segment, subject, counts, nulls, wrong_type, nans, infinities } = profile;
  const { below, above, first_offset, last_offset, first_time, last_time } = profile;
  return {
    model,
    baseline,
    tick,
    segment,
    subject,
    counts,
    nulls,
    wrong_type,
    nans,
    infinities,
    below,
    above,
    first_offset,
    last_offset,
    first_time,
    last_time,
  };
}

function sum(a: MergedProfile, b: Profile | MergedProfile): MergedProfile {
  return {
    ...a,
    counts: a.counts.map((count, bin) => count + (b.counts[bin] ?? 0)),
    nulls: a.nulls + b.nulls,
    wrong_type: a.wrong_type + b.wrong_type,
    nans: a.nans + b.nans,
    infinities: a.infinities + b.infinities,
    below: a.below + b.below,
    above: a.above + b.above,
    first_offset: Math.min(a.first_offset, b.first_offset),
    last_offset: Math.max(a.last_offset, b.last_offset),
    first_time: Math.min(a.first_time, b.first_time),
    last_time: Math.max(a.last_time, b.last_time),
  };
}

function byIdentity(a: MergedProfile, b: MergedProfile): number {
  return a.tick - b.tick || order(a.segment, b.segment) || order(a.subject, b.subject);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
