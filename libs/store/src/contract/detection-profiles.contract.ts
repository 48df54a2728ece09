import { beforeEach, expect, it } from '@jest/globals';
import { besides, distancesOf, noDistances, noneBeside, type DetectionStore } from '@anchorwatch/detection';
import { profile } from './detection.fixture.js';

/** What every detection store promises of profiles. @param given the store that is open during a test */
export function profilesContract(given: () => DetectionStore): void {
  let store: DetectionStore;

  beforeEach(() => {
    store = given();
  });

  it('sums profiles over partitions, each counted once however often it is put', async () => {
    await store.putProfiles([profile(), profile({ partition: 1, counts: [1, 1, 1], first_offset: 2, last_time: 99 })]);
    await store.putProfiles([profile()]);
    const { topic: _t, partition: _p, ...rest } = profile();
    expect(await store.mergedProfiles('fraud', 'digest', { from: 0, to: 9 })).toEqual([
      {
        ...rest,
        counts: [2, 3, 4],
        nulls: 2,
        wrong_type: 4,
        nans: 6,
        infinities: 8,
        below: 10,
        above: 12,
        first_offset: 2,
        last_time: 99,
      },
    ]);
  });

  it('gives profiles of ticks in [from, to) in order, of one subject and segment when asked', async () => {
    const ticks = [7, -3, 5].map((tick) => profile({ tick }));
    await store.putProfiles([...ticks, profile({ tick: 5, subject: 'other' }), profile({ tick: 5, segment: 'a=b' })]);
    const range = { from: -3, to: 7, subject: 'amount', segment: '' };
    expect((await store.mergedProfiles('fraud', 'digest', range)).map(({ tick }) => tick)).toEqual([-3, 5]);
    expect(await store.mergedProfiles('fraud', 'digest', { from: 5, to: 6 })).toHaveLength(3);
    expect(await store.mergedProfiles('fraud', 'another', range)).toEqual([]);
    expect(await store.firstTick('fraud', 'digest', 'events')).toBe(-3);
    expect(await store.firstTick('fraud', 'another', 'events')).toBeUndefined();
    expect(await store.firstTick('fraud', 'digest', 'events', -2)).toBe(5);
    expect(await store.firstTick('fraud', 'digest', 'events', 8)).toBeUndefined();
    expect(await store.firstTick('fraud', 'digest', 'labels')).toBeUndefined();
    await store.putProfiles([profile({ tick: 6, subject: 'truth' })]);
    expect(await store.firstTick('fraud', 'digest', 'labels')).toBe(6);
  });

  it('adds up stretches by segment and subject, and says how far two lie apart', async () => {
    await store.putProfiles([
      profile({ tick: 1, counts: [10, 20, 30] }),
      profile({ tick: 1, partition: 1, counts: [1, 0, 4] }),
      profile({ tick: 2, counts: [30, 20, 10] }),
      profile({ tick: 2, segment: 'a=b', counts: [9, 9, 9] }),
    ]);
    const subject = { subject: 'amount', ordered: true, psi_groups: [0, 0, 1] };
    const unseen = { subject: "nobody's", ordered: false, psi_groups: [0, 1] };
    const [first, second] = [1, 2].map((from) => ({ segment: '', from, to: from + 1 }));
    const question = { model: 'fraud', baseline: 'digest', subjects: [unseen, subject], a: first!, b: second! };
    const [found, nothing] = await store.compareProfiles(question);
    const times = (count: number) =>
      besides.reduce((all, name) => ({ ...all, [name]: count * profile()[name] }), noneBeside);
    const a = { counts: [11, 20, 34], ...times(2) };
    const b = { counts: [30, 20, 10], ...times(1) };
    const distances = distancesOf(a.counts, b.counts, subject);
    expect(found).toMatchObject({ subject: 'amount', a, b });
    expect(found!.distances.psi).toBeCloseTo(distances.psi, 12);
    expect(found!.distances.ks).toBeCloseTo(distances.ks, 12);
    expect(found!.distances.neyman).toHaveLength(distances.neyman.length);
    const empty = { counts: [0, 0], ...noneBeside };
    expect(nothing).toEqual({ subject: "nobody's", a: empty, b: empty, distances: noDistances });
    const reference = { ...subject, reference: [50.5, 0, 50] };
    const [against] = await store.compareProfiles({ ...question, subjects: [reference], a: undefined });
    expect(against!.a).toEqual({ counts: [50.5, 0, 50], ...noneBeside });
    expect(against!.distances.psi).toBeCloseTo(distancesOf(reference.reference, b.counts, subject).psi, 12);
    expect(await store.summedProfiles('fraud', 'digest', { from: 1, to: 3, subject: 'amount' })).toEqual([
      { segment: '', subject: 'amount', counts: [41, 40, 44], ...times(3) },
      { segment: 'a=b', subject: 'amount', counts: [9, 9, 9], ...times(1) },
    ]);
    expect(await store.summedProfiles('fraud', 'digest', { from: 3, to: 9 })).toEqual([]);
  });

  it('tells where the profiles of a subject were counted', async () => {
    await store.putProfiles([
      profile({ tick: 5, partition: 1, last_offset: 8, subject: 'truth' }),
      profile({ tick: 5, partition: 0, last_offset: 4, subject: 'truth' }),
      profile({ tick: 5, partition: 0, subject: 'truth', segment: 'a=b' }),
      profile({ tick: 6, subject: 'truth' }),
      profile({ tick: 5, subject: 'outcomes' }),
    ]);
    const found = await store.profilePlaces('fraud', 'digest', { from: 5, to: 6, subject: 'truth' });
    expect(found.map(({ tick, partition, last_offset }) => [tick, partition, last_offset])).toEqual([
      [5, 0, 4],
      [5, 1, 8],
    ]);
    const { topic, first_time, last_time } = profile();
    expect(found[0]).toEqual({ tick: 5, topic, partition: 0, last_offset: 4, first_time, last_time });
    expect(await store.firstTick('fraud', 'digest', 'events')).toBeUndefined();
    expect(await store.firstTick('fraud', 'digest', 'labels')).toBe(5);
  });

  it('divides the events of a stretch over the hours of the week, before 1970 as well', async () => {
    const hour = 3_600_000;
    await store.putProfiles([
      profile({ tick: -1, counts: [1, 0, 0] }),
      profile({ tick: 0, counts: [2, 0, 0] }),
      profile({ tick: 168, counts: [3, 1, 0] }),
      profile({ tick: 1, segment: 'a=b' }),
      profile({ tick: 200 }),
    ]);
    const { nulls, wrong_type, nans, infinities } = profile();
    const outside = nulls + wrong_type + nans + infinities;
    expect(await store.hourSums('fraud', 'digest', { segment: '', from: -5, to: 200 }, hour)).toEqual([
      { subject: 'amount', hour: 71, values: 1, everything: 1 + outside },
      { subject: 'amount', hour: 72, values: 6, everything: 6 + 2 * outside },
    ]);
  });
}
