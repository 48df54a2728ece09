import { describe, expect, it } from '@jest/globals';
import type { Baseline, BaselineSubject, Profile } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { MemoryDetectionStore } from '@anchorwatch/store';
import { distributionOf } from './distribution.js';

const subject = {
  subject: 'amount',
  role: 'feature',
  bins: { kind: 'quantile', edges: [1, 2, 3] },
  ordered: true,
  psi_groups: [0, 0, 1, 2],
  profiles: [{ segment: '', counts: [40, 30, 20, 10], nulls: 1, wrong_type: 0, overdispersion: [] }],
} as unknown as BaselineSubject;
const baseline = {
  digest: 'new',
  model: 'm',
  tick: { kind: 'time', ms: 60_000 },
  subjects: [subject],
} as unknown as Baseline;
const register = { promotions: [{ digest: 'old' }, { digest: 'new' }] } as unknown as RegisteredModel;
const profile = (fields: Partial<Profile>) =>
  ({
    model: 'm',
    baseline: 'new',
    topic: 't',
    partition: 0,
    subject: 'amount',
    segment: '',
    nulls: 2,
    wrong_type: 3,
    nans: 1,
    infinities: 2,
    below: 3,
    above: 4,
    ...fields,
  }) as Profile;
const asked = { subject: 'amount', segment: '', from: 60_000, to: 180_000, baseline: undefined };

async function store(): Promise<MemoryDetectionStore> {
  const memory = new MemoryDetectionStore();
  await memory.putBaseline(baseline);
  await memory.putBaseline({ ...baseline, digest: 'old' });
  await memory.putProfiles([
    profile({ tick: 1, counts: [0, 10, 10, 10] }),
    profile({ tick: 2, counts: [0, 0, 10, 20] }),
    profile({ tick: 3, counts: [99, 0, 0, 0] }),
    profile({ tick: 1, counts: [0, 0, 0, 99], segment: 'a=b' }),
  ]);
  return memory;
}

describe('the distribution of a subject', () => {
  it('adds up the ticks asked for, and says where its PSI and KS come from', async () => {
    const found = (await distributionOf(await store(), register, asked))!;
    expect(found).toMatchObject({
      baseline: 'new',
      n: 60,
      current: [0, 10, 20, 30],
      current_nulls: 4,
      current_wrong_type: 6,
      current_nans: 2,
      current_infinities: 4,
      current_below: 6,
      current_above: 8,
    });
    expect(found.ks).toBeCloseTo(0.7 - 1 / 6, 12);
    expect(found.ks_at).toMatchObject({ below: 2, difference: -found.ks! });
    expect(found.psi_parts).toHaveLength(3);
    expect(found.psi_parts.reduce((sum, { psi }) => sum + psi, 0)).toBeCloseTo(found.psi!, 12);
  });

  it('is over the baseline that is named, if that was promoted', async () => {
    expect((await distributionOf(await store(), register, { ...asked, baseline: 'old' }))?.n).toBe(0);
    expect(await distributionOf(await store(), register, { ...asked, baseline: 'never' })).toBeUndefined();
    expect(await distributionOf(await store(), undefined, asked)).toBeUndefined();
  });

  it('is none of a subject or segment that the baseline does not know', async () => {
    expect(await distributionOf(await store(), register, { ...asked, subject: 'x' })).toBeUndefined();
    expect(await distributionOf(await store(), register, { ...asked, segment: 'x=y' })).toBeUndefined();
  });

  it('is none of points of many numbers, which have sums and no bins', async () => {
    const memory = await store();
    const points = { ...subject, subject: 'vector', bins: { kind: 'sums', directions: 3 } } as BaselineSubject;
    await memory.putBaseline({ ...baseline, digest: 'points', subjects: [subject, points] });
    const promoted = { promotions: [{ digest: 'points' }] } as unknown as RegisteredModel;
    expect(await distributionOf(memory, promoted, asked)).toMatchObject({ baseline: 'points' });
    expect(await distributionOf(memory, promoted, { ...asked, subject: 'vector' })).toBeUndefined();
  });
});
