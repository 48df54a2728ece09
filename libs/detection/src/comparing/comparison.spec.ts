import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import { noneBeside } from '../counting/beside.js';
import { binCount, makeBinner } from '../counting/binner.js';
import { summed } from './compared-counts.js';
import { byEffect, comparisonLevels, comparisonOf, comparisonPolicy, referenceOfStretch } from './comparison.js';
import { distancesOf } from '../verdicts/distances.js';
import { Reference } from '../references/reference.js';
import { baselineOf, byCount, counted, eventAt, normal, uniform } from '../streams.fixture.js';

describe('a comparison of two stretches', () => {
  let baseline: Baseline;
  const stream = (seed: number, events: number, shift = 0) => {
    const z = normal(seed);
    const u = uniform(seed + 1);
    return Array.from({ length: events }, (_, k) =>
      eventAt(k, { features: { distance: z() + shift, colour: u() < 0.5 ? 'red' : 'green' } }),
    );
  };
  beforeAll(async () => {
    baseline = await baselineOf(stream(1, 4_000));
  });

  const sides = (subject: BaselineSubject, events: ReturnType<typeof stream>) => {
    const own = counted(baseline, events).filter((profile) => profile.subject === subject.subject);
    return summed(own, subject.psi_groups.length);
  };
  const compare = (one: ReturnType<typeof stream>, other: ReturnType<typeof stream>) => {
    const levels = comparisonLevels(comparisonPolicy(baseline.subjects, 0.05));
    return baseline.subjects
      .map((subject) => {
        const [a, b] = [sides(subject, one), sides(subject, other)];
        const distances = distancesOf(a.counts, b.counts, subject);
        const counts = { subject: subject.subject, a, b, distances };
        const ticks = Math.max(one.length, other.length) / (byCount.kind === 'count' ? byCount.events : 1);
        return comparisonOf(
          referenceOfStretch(subject, subject.profiles[0]!, a),
          counts,
          ticks,
          levels(subject.subject),
          subject.beyond,
        );
      })
      .sort(byEffect);
  };

  it('calls stretches of one stream alike, however many are compared', () => {
    const rounds = Array.from({ length: 40 }, (_, seed) => compare(stream(100 + seed, 1_000), stream(500 + seed, 700)));
    const different = rounds.filter((subjects) => subjects.some((subject) => subject.different));
    expect(different.length).toBeLessThanOrEqual(4);
    expect(rounds[0]!.map(({ words }) => words)).toContain('alike');
  });

  it('calls a short stretch like a long one of the same stream, whatever rare values it missed', async () => {
    const words = Array.from({ length: 60 }, (_, k) => 1 / (k + 1));
    const [wordOf, flagOf] = [drawnFrom(words), drawnFrom([0.98, 0.02])];
    const compared = async (seed: number) => {
      const u = uniform(seed);
      const short = Array.from({ length: 300 }, (_, k) =>
        eventAt(k, { features: { word: `w${wordOf(u())}`, flag: `f${flagOf(u())}` } }),
      );
      const { subjects } = await baselineOf(short);
      const levels = comparisonLevels(comparisonPolicy(subjects, 0.05));
      return ['word', 'flag'].map((name) => {
        const subject = subjects.find((one) => one.subject === name)!;
        const binner = makeBinner(subject.bins, true);
        const drawn = name === 'word' ? wordOf : flagOf;
        const counts = new Array<number>(binCount(subject.bins)).fill(0);
        for (let k = 0; k < 30_000; k++) counts[binner(`${name[0]}${drawn(u())}`)]!++;
        const [a, b] = [subject.profiles[0]!, { ...noneBeside, counts }];
        const distances = distancesOf(a.counts, counts, subject);
        const sides = { subject: name, a: { ...noneBeside, ...a }, b, distances };
        return comparisonOf(Reference.of(subject, a), sides, 1_500, levels(name)).different;
      });
    };
    const rounds = await Promise.all(Array.from({ length: 60 }, (_, seed) => compared(1_000 + seed)));
    expect(rounds.filter((one) => one.includes(true)).length).toBeLessThanOrEqual(6);
  });

  it('names what moved first, with its bins and where the distance lies', () => {
    const [first, ...rest] = compare(stream(3, 1_000), stream(4, 1_000, 0.5));
    expect(first).toMatchObject({ subject: 'distance', different: true });
    expect(first!.words).toMatch(/^higher by 0\.[45]\d sd/);
    expect(first!.psi).toBeGreaterThan(first!.psi_critical);
    expect(first!.ks).toBeGreaterThan(first!.ks_critical);
    expect(first!.moved).toHaveLength(5);
    expect(first!.ks_at!.difference).toBeLessThan(0);
    expect(rest.every(({ different }) => !different)).toBe(true);
  });

  it('compares what was counted beside the bins: on either side, in both directions, also where nothing is in a bin', () => {
    const odd = (seed: number, share: number, value: number | string | null) => {
      const u = uniform(seed + 9);
      return stream(seed, 1_000).map(({ source, event }) =>
        u() < share
          ? { source, event: { ...event, features: { ...event.features, distance: value } } }
          : { source, event },
      );
    };
    const plain = stream(21, 1_000);
    const distance = (one: typeof plain, other: typeof plain) =>
      compare(one, other).find(({ subject }) => subject === 'distance')!;
    const first = (one: typeof plain, other: typeof plain) => {
      const { different, tests } = distance(one, other);
      return [different, tests[0]?.statistic];
    };
    for (const [value, statistic] of [
      [null, 'nulls'],
      ['n/a', 'wrong type'],
      [NaN, 'nans'],
      [Infinity, 'infinities'],
      [9, 'above'],
      [-9, 'below'],
    ] as const) {
      const { tests, alpha } = distance(plain, odd(22, 0.15, value));
      expect(tests.find((test) => test.statistic === statistic)!.p_value).toBeLessThanOrEqual(alpha);
      expect(first(odd(23, 0.15, value), odd(24, 0.15, value))[0]).toBe(false);
    }
    // Fewer than before is news too, where both directions are tested.
    expect(first(odd(25, 0.2, null), plain)).toEqual([true, 'nulls']);
    expect(distance(odd(25, 0.2, 9), plain).tests.map(({ statistic }) => statistic)).toContain('above');
    expect(first(odd(26, 1, null), plain)).toEqual([true, 'nulls']);
    const gone = distance(plain, odd(27, 1, null));
    expect(gone).toMatchObject({ different: true, b: { n: 0, nulls: 1_000 } });
    expect(gone.words).toBe('100 % missing instead of 0 %');
  });

  it('tests no stretch that is too small, and says when one is empty', () => {
    const [distance] = compare(stream(3, 1_000), stream(4, 20, 2));
    expect(distance).toMatchObject({ insufficient: true, different: false, words: 'insufficient data' });
    const [none] = compare(stream(3, 1_000), []);
    expect(none).toMatchObject({ different: false, words: 'no values in the second', p_value: 1 });
  });
});

/** Places drawn by their weights, from uniform numbers. */
function drawnFrom(weights: readonly number[]): (u: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  const limits = weights.map((weight) => (upTo += weight / total));
  return (u) =>
    Math.max(
      0,
      limits.findIndex((limit) => u < limit),
    );
}
