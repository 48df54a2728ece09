import { MemoryDetectionStore } from '@anchorwatch/store';
import type { Baseline } from '@anchorwatch/detection';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compareStored, type StoredQuestion } from './compare-stored.js';
import { withImportance } from './comparison.js';
import { readSide, type Side } from './side.js';
import { MODEL, TICK_MS, baselineOf, countInto, traffic } from './stored.fixture.js';

const HEALTHY = 6_000;
const store = new MemoryDetectionStore();
let baseline: Baseline;

beforeAll(async () => {
  // Healthy for 6,000 s, then amounts of one region move by one standard deviation.
  const events = traffic(1, 9_000, (second) => (second < HEALTHY ? 0 : 1));
  baseline = await baselineOf(events.slice(0, HEALTHY / 2));
  await countInto(store, baseline, events);
  const tick = Math.floor(events.at(-1)!.event.event_time / TICK_MS);
  await store.putJudgement({ model: MODEL, baseline: baseline.digest, feed: 'events', tick, state: '{}' });
});

function compared(a: string, b: string, more: Partial<StoredQuestion> = {}) {
  const side = (text: string) => readSide(text) as Side;
  const question = { a: side(a), b: side(b), alarms: 0.05, limit: 100, importance: {}, ...more };
  return compareStored(store, baseline, question);
}

describe('a comparison of stored traffic', () => {
  it('finds two healthy windows alike, and every one like its baseline', async () => {
    expect(await compared('3000000..4500000', '4500000..6000000')).toMatchObject({ different: false, warnings: [] });
    const beside = await compared('baseline', '3000000..6000000');
    expect(beside).toMatchObject({ different: false, a: { kind: 'baseline', events: 3_000 }, b: { events: 3_000 } });
  });

  it('counts of the baseline what lies in the segment that is compared', async () => {
    const own = traffic(1, 9_000).slice(0, HEALTHY / 2);
    const inSegment = own.filter(({ event }) => event.features['region'] === 'n').length;
    const { a } = await compared('baseline', 'region=n@3000000..6000000');
    expect(a).toMatchObject({ kind: 'baseline', segment: 'region=n', events: inSegment });
    expect(inSegment).toBeLessThan(own.length);
  });

  it('says what moved, in whole ticks, and in which segment', async () => {
    const found = await compared('3000001..6000000', '6000000..', { importance: { amount: 3, age: 1 } });
    expect(found).toMatchObject({
      different: true,
      a: { kind: 'window', from: 3_000_000, to: 6_000_000, events: 3_000 },
      b: { from: 6_000_000, to: 9_000_000, events: 3_000 },
    });
    // What amount does together with others may have changed as well.
    const different = found.subjects.filter((row) => row.different && row.role === 'feature');
    expect(different.map(({ subject }) => subject)).toEqual(['amount']);
    const amount = found.subjects.find(({ subject }) => subject === 'amount');
    expect(amount).toMatchObject({ importance: 0.75 });
    expect(amount!.impact).toBeCloseTo(0.75 * amount!.psi, 12);
    const parts = found.segments.find(({ subject }) => subject === 'amount')!.parts;
    const of = (name: string) => parts.find(({ segment }) => segment === name)!.within;
    expect(of('region=n')).toBeGreaterThan(10 * Math.abs(of('region=s')));
    expect(parts.reduce((sum, { within, mix }) => sum + within + mix, 0)).toBeCloseTo(amount!.psi, 12);
  });

  it('compares segments of one time', async () => {
    const found = await compared('region=s@6000000..', 'region=n@6000000..', { subject: 'amount' });
    expect(found.subjects).toMatchObject([{ subject: 'amount', segment: 'region=n', different: true }]);
    expect(found.segments).toEqual([]);
  });

  it('finds a feature by `feature <name>` too', async () => {
    const found = await compared('3000000..6000000', '6000000..', { subject: 'feature amount' });
    expect(found.subjects).toMatchObject([{ subject: 'amount' }]);
  });

  it('weighs a feature by its own name, whatever its subject is called', async () => {
    const { subjects } = await compared('3000000..6000000', '6000000..');
    const amount = subjects.find(({ subject }) => subject === 'amount')!;
    const row = { ...amount, subject: 'feature f1' };
    expect(withImportance(row, { f1: 1, age: 3 })).toMatchObject({ importance: 0.25 });
    expect(withImportance(row, { 'feature f1': 1, age: 3 })).toMatchObject({ importance: 0.25 });
    expect(withImportance(row, { amount: 1 })).toMatchObject({ importance: null, impact: null });
  });

  it('warns of events on both sides, and keeps to the limit', async () => {
    const found = await compared('3000000..6000000', '4500000..6000000', { limit: 2 });
    expect(found.warnings).toEqual([expect.stringContaining('both sides hold the events of 25 ticks')]);
    expect(found.subjects).toHaveLength(2);
    expect(found.left_out).toBe(baseline.subjects.length - 2);
  });

  it.each([
    ['b', 'baseline', 'baseline', {}],
    ['a', 'region=x', '3000000..', {}],
    ['subject', 'baseline', '3000000..', { subject: 'colour' }],
  ])('names %s when it is wrong', async (field, a, b, more) => {
    await expect(compared(a, b, more)).rejects.toMatchObject({ field });
  });
});
