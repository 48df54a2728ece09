import { describe, expect, it } from '@jest/globals';
import type { BaselineProfile, BaselineSubject } from '../baselines/baseline.js';
import { expectedOf } from './expected-of.js';
import type { MergedProfile } from '../counting/profile.js';

const hourly = { tick: { kind: 'time', ms: 3_600_000 } } as const;
const subject = {
  subject: 'level',
  role: 'feature',
  bins: { kind: 'quantile', edges: [0] },
  ordered: true,
  psi_groups: [0, 1],
  profiles: [],
} as BaselineSubject;
const plain: BaselineProfile = { segment: '', counts: [500, 500], nulls: 100, wrong_type: 0, overdispersion: [] };
const night = { counts: [400, 100], nulls: 0, wrong_type: 0 };
const day = { counts: [100, 400], nulls: 100, wrong_type: 0 };
const phased = (oddities: boolean): BaselineProfile => ({
  ...plain,
  phases: {
    season: 'day',
    groups: Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 1)),
    counts: [night, day],
    overdispersion: [],
    oddities,
  },
});
const at = (hour: number, counts: readonly number[]) =>
  ({
    tick: hour,
    counts,
    nulls: 0,
    wrong_type: 0,
    nans: 0,
    infinities: 0,
    below: 0,
    above: 0,
  }) as unknown as MergedProfile;

describe('what a window is compared with', () => {
  it('is the whole baseline where that keeps no phases, or nothing was counted', () => {
    const whole = { counts: [500, 500], nulls: 100, season: null, margins: false };
    expect(expectedOf(hourly, subject, plain, [at(1, [5, 5])])).toEqual(whole);
    expect(expectedOf(hourly, subject, phased(true), [])).toEqual(whole);
  });

  it('is its own hours where the baseline keeps them', () => {
    expect(expectedOf(hourly, subject, phased(true), [at(2, [5, 5]), at(26, [9, 1])])).toEqual({
      counts: [400, 100],
      nulls: 0,
      season: 'day',
      margins: false,
    });
  });

  it('is a mix of hours in the proportion of its values', () => {
    const { counts } = expectedOf(hourly, subject, phased(true), [at(11, [15, 15]), at(12, [5, 5])]);
    const [low = NaN, high = NaN] = counts;
    expect(low / (low + high)).toBeCloseTo(0.75 * 0.8 + 0.25 * 0.2, 12);
    // As uncertain as n² / Σ m²/N values.
    expect(low + high).toBeCloseTo(40 ** 2 / (30 ** 2 / 500 + 10 ** 2 / 500), 9);
  });

  it('counts nulls of all hours where they do not follow the season', () =>
    expect(expectedOf(hourly, subject, phased(false), [at(2, [5, 5])])).toMatchObject({ nulls: 100, season: 'day' }));

  it('is what the own margins of a window lead to expect, for a pair of features', () => {
    const pair = {
      ...subject,
      role: 'feature pair',
      bins: { kind: 'grid', rows: ['a', 'b'], columns: ['c', 'd'], ordered: false },
      psi_groups: [0, 1, 2, 3],
      ordered: false,
    } as unknown as BaselineSubject;
    const independent = { ...plain, counts: [4_000, 4_000, 1_000, 1_000] };
    const { counts, margins } = expectedOf(hourly, pair, independent, [at(1, [10, 30, 20, 20])]);
    // Rows 40 and 40, columns 30 and 50 of 80.
    [15, 25, 15, 25].forEach((count, cell) => expect(counts[cell]).toBeCloseTo(count, 1));
    expect(margins).toBe(true);
  });
});
