import { describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { BaselineProfile, BaselineSubject, Bins } from './baseline.js';
import { compareBaselines } from './compare-baselines.js';
import { makeBaseline } from './make-baseline.js';
import { rebinned } from '../references/rebinned.js';
import { baselineOf, eventAt, normal, uniform } from '../streams.fixture.js';

const subjectOf = (bins: Bins, more: Partial<BaselineSubject> = {}): BaselineSubject => ({
  subject: 'x',
  role: 'feature',
  bins,
  ordered: bins.kind !== 'categories',
  psi_groups: [],
  profiles: [],
  ...more,
});
const profileOf = (counts: readonly number[]): BaselineProfile => ({
  segment: '',
  counts,
  nulls: 1,
  wrong_type: 2,
  overdispersion: [],
});
const moved = (from: BaselineSubject, counts: readonly number[], to: Bins) =>
  rebinned(from, profileOf(counts), subjectOf(to));

describe('counts over the bins of another baseline', () => {
  it('stay as they are over the same bins', () => {
    const bins: Bins = { kind: 'quantile', edges: [1, 2] };
    const found = moved(subjectOf(bins), [5, 6, 7], bins)!;
    expect(found).toMatchObject({ exact: true, counts: { counts: [5, 6, 7], nulls: 1, wrong_type: 2 } });
  });

  it('of categories and values fall where the other has them', () => {
    const from = subjectOf({ kind: 'categories', categories: ['red', 'blue', 'pink'], other: [] });
    const to: Bins = { kind: 'categories', categories: ['blue', 'red'], other: ['pink'] };
    expect(moved(from, [5, 6, 7, 0, 2], to)).toMatchObject({ exact: true, counts: { counts: [6, 5, 7, 2] } });
    expect(moved(from, [5, 6, 7, 1, 2], to)).toMatchObject({ exact: false, counts: { counts: [6, 5, 8, 2] } });
    const few = subjectOf({ kind: 'values', values: [1, 2, 9] });
    expect(moved(few, [5, 6, 7, 0], { kind: 'values', values: [2, 9, 10] })!.counts.counts).toEqual([6, 7, 0, 5]);
    expect(moved(few, [5, 6, 7, 0], { kind: 'quantile', edges: [2, 5] })).toMatchObject({
      exact: true,
      counts: { counts: [5, 6, 7] },
    });
  });

  it('of ranges are divided evenly, an atom whole, the sum kept', () => {
    const from = subjectOf({ kind: 'quantile', edges: [10, 20, 20.000000000000004] }, { least: 0, most: 30 });
    const found = moved(from, [100, 100, 50, 100], { kind: 'quantile', edges: [5, 15, 20, 25] })!;
    expect(found).toMatchObject({ exact: false, counts: { counts: [50, 100, 50, 100, 50] } });
    expect(moved(from, [100, 100, 50, 100], { kind: 'values', values: [20] })!.counts.counts).toEqual([50, 300]);
  });

  it('cannot be brought from numbers to categories', () => {
    const categories: Bins = { kind: 'categories', categories: ['a'], other: [] };
    expect(moved(subjectOf({ kind: 'quantile', edges: [1] }), [1, 2], categories)).toBeUndefined();
  });
});

describe('a candidate beside the baseline before it', () => {
  const stream = (seed: number, features: (z: number, u: number) => InferenceEvent['features'], from = 0) => {
    const [z, u] = [normal(seed), uniform(seed + 1)];
    return Array.from({ length: 6_000 }, (_, k) => eventAt(from + k, { features: features(z(), u()) }));
  };
  const healthy = (z: number, u: number) => ({ amount: z, colour: u < 0.7 ? 'red' : 'blue' });

  it('is alike when it was made of the same traffic, though every edge lies elsewhere', async () => {
    const [former, candidate] = [await baselineOf(stream(1, healthy)), await baselineOf(stream(7, healthy, 6_000))];
    const found = compareBaselines(former, candidate, 0.05);
    expect(found).toMatchObject({ different: false, warnings: [] });
    expect(found.subjects.find(({ subject }) => subject === 'amount')!.exact).toBe(false);
  });

  it('shows what moved first, and warns of what is no longer watched', async () => {
    const former = await baselineOf(stream(1, (z, u) => ({ ...healthy(z, u), age: z })));
    const candidate = await baselineOf(stream(7, (z, u) => ({ amount: z + 0.4, colour: healthy(z, u).colour }), 6_000));
    const found = compareBaselines(former, candidate, 0.05);
    expect(found.subjects[0]).toMatchObject({ subject: 'amount', different: true });
    expect(found.subjects[0]!.words).toMatch(/^higher by 0\.[34]\d sd/);
    expect(found.warnings).toEqual([
      'age: would no longer be watched',
      expect.stringMatching(/^amount: moved between the two/),
    ]);
    const subject_tolerances = { amount: { ks: 0.3, component: 1, psi: 1 } };
    const tolerant = compareBaselines(former, candidate, 0.05, { subject_tolerances });
    const amount = tolerant.subjects.find(({ subject }) => subject === 'amount');
    expect(amount).toMatchObject({ exact: false, different: false });
  });
});

describe('a baseline with stretches left out', () => {
  const tick = { kind: 'time', ms: 1_000 } as const;
  const stream = Array.from({ length: 3_000 }, (_, k) =>
    eventAt(k, { features: { amount: k >= 1_000 && k < 1_500 ? 99 + (k % 7) : k % 11 } }),
  );
  const make = (left_out: { from: number; to: number; reason: string }[]) =>
    makeBaseline({
      model: 'churn',
      model_version: '1',
      made_from: 'a stream',
      tick,
      segment_fields: [],
      events: () => [stream],
      left_out,
    });
  const time = (offset: number) => stream[offset]!.event.event_time;

  it('learns nothing from them, and says which', async () => {
    const baseline = await make([
      { from: time(1_000) + 1, to: time(1_200), reason: 'incident inc-1' },
      { from: time(1_100), to: time(1_500) - 1, reason: 'incident inc-2' },
    ]);
    expect(baseline.left_out).toEqual([
      { from: time(1_000), to: time(1_500), reason: 'incident inc-1; incident inc-2' },
    ]);
    expect(baseline.events).toBe(2_500);
    expect(baseline.subjects[0]!.bins).toEqual({ kind: 'values', values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
    const [volume] = baseline.volume;
    expect(volume!.scales.find(({ scale }) => scale === 1)).toMatchObject({ mean: 10, variance: 0, least: 10 });
    expect((await make([])).left_out).toBeUndefined();
  });
});
