import {
  distancesOf,
  feedOf,
  noneBeside,
  summed,
  type ComparedCounts,
  type DetectionStore,
  type Feed,
  type HourSum,
  type MergedProfile,
  type Profile,
  type ProfilePlace,
  type ProfileQuestion,
  type Stretch,
  type Summed,
  type SummedProfile,
} from '@anchorwatch/detection';
import { by, key } from './keyed.js';

/** What a detection store promises of profiles. */
export type ProfileStore = Pick<
  DetectionStore,
  'putProfiles' | 'mergedProfiles' | 'compareProfiles' | 'summedProfiles' | 'hourSums' | 'firstTick' | 'profilePlaces'
>;

/** Profiles by where and what was counted, each once. */
export class MemoryProfiles implements ProfileStore {
  readonly #byKey = new Map<string, Profile>();

  async putProfiles(profiles: readonly Profile[]): Promise<void> {
    for (const p of profiles) {
      this.#byKey.set(key(p.model, p.baseline, p.tick, p.segment, p.subject, p.topic, p.partition), p);
    }
  }

  async mergedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string; segment?: string },
  ): Promise<readonly MergedProfile[]> {
    const sums = new Map<string, MergedProfile>();
    for (const { topic: _t, partition: _p, ...profile } of this.#byKey.values()) {
      if (profile.model !== model || profile.baseline !== baseline) continue;
      if (profile.tick < range.from || profile.tick >= range.to) continue;
      if (range.subject !== undefined && profile.subject !== range.subject) continue;
      if (range.segment !== undefined && profile.segment !== range.segment) continue;
      const place = key(profile.tick, profile.segment, profile.subject);
      const sum = sums.get(place);
      sums.set(place, sum === undefined ? profile : added(sum, profile));
    }
    return [...sums.values()].sort(by((profile) => [profile.tick, profile.segment, profile.subject]));
  }

  async compareProfiles({ model, baseline, subjects, a, b }: ProfileQuestion): Promise<readonly ComparedCounts[]> {
    const sum = async (subject: string, bins: number, stretch: Stretch): Promise<Summed> =>
      summed(await this.mergedProfiles(model, baseline, { ...stretch, subject }), bins);
    const compared = subjects.map(async (subject): Promise<ComparedCounts> => {
      const bins = subject.psi_groups.length;
      const { reference } = subject;
      const before =
        reference !== undefined || a === undefined
          ? { counts: reference ?? [], ...noneBeside }
          : await sum(subject.subject, bins, a);
      const now = await sum(subject.subject, bins, b);
      const distances = distancesOf(before.counts, now.counts, subject);
      return { subject: subject.subject, a: before, b: now, distances };
    });
    return (await Promise.all(compared)).sort(by(({ subject }) => [subject]));
  }

  async summedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string },
  ): Promise<readonly SummedProfile[]> {
    const groups = new Map<string, MergedProfile[]>();
    for (const profile of await this.mergedProfiles(model, baseline, range)) {
      const place = key(profile.segment, profile.subject);
      groups.set(place, [...(groups.get(place) ?? []), profile]);
    }
    const sums = [...groups.values()].map((members) => {
      const { segment, subject } = members[0]!;
      return {
        segment,
        subject,
        ...summed(
          members,
          members.reduce((most, { counts }) => Math.max(most, counts.length), 0),
        ),
      };
    });
    return sums.sort(by(({ segment, subject }) => [segment, subject]));
  }

  async hourSums(model: string, baseline: string, stretch: Stretch, tickMs: number): Promise<readonly HourSum[]> {
    const sums = new Map<string, HourSum>();
    for (const profile of await this.mergedProfiles(model, baseline, stretch)) {
      const hour = (((Math.floor((profile.tick * tickMs) / 3_600_000) + 72) % 168) + 168) % 168;
      const place = key(profile.subject, hour);
      const { values, everything } = sums.get(place) ?? { values: 0, everything: 0 };
      const inBins = profile.counts.reduce((sum, count) => sum + count, 0);
      const outside = profile.nulls + profile.wrong_type + profile.nans + profile.infinities;
      const sum = { values: values + inBins, everything: everything + inBins + outside };
      sums.set(place, { subject: profile.subject, hour, ...sum });
    }
    return [...sums.values()].sort(by(({ subject, hour }) => [subject, hour]));
  }

  async firstTick(model: string, baseline: string, feed: Feed, from = -Infinity): Promise<number | undefined> {
    const found = [...this.#byKey.values()].filter(
      (p) => p.model === model && p.baseline === baseline && feedOf(p.subject) === feed && p.tick >= from,
    );
    return found.length === 0 ? undefined : found.reduce((least, { tick }) => Math.min(least, tick), Infinity);
  }

  async profilePlaces(
    model: string,
    baseline: string,
    { from, to, subject }: { from: number; to: number; subject: string },
  ): Promise<readonly ProfilePlace[]> {
    return [...this.#byKey.values()]
      .filter((p) => p.model === model && p.baseline === baseline && p.subject === subject && p.segment === '')
      .filter((p) => p.tick >= from && p.tick < to)
      .map(({ tick, topic, partition, last_offset, first_time, last_time }) => ({
        tick,
        topic,
        partition,
        last_offset,
        first_time,
        last_time,
      }))
      .sort(by(({ tick, topic, partition }) => [tick, topic, partition]));
  }
}

function added(sum: MergedProfile, profile: MergedProfile): MergedProfile {
  return {
    ...sum,
    counts: sum.counts.map((count, bin) => count + (profile.counts[bin] ?? 0)),
    nulls: sum.nulls + profile.nulls,
    wrong_type: sum.wrong_type + profile.wrong_type,
    nans: sum.nans + profile.nans,
    infinities: sum.infinities + profile.infinities,
    below: sum.below + profile.below,
    above: sum.above + profile.above,
    first_offset: Math.min(sum.first_offset, profile.first_offset),
    last_offset: Math.max(sum.last_offset, profile.last_offset),
    first_time: Math.min(sum.first_time, profile.first_time),
    last_time: Math.max(sum.last_time, profile.last_time),
  };
}
