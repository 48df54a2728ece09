import { beforeEach, expect, it } from '@jest/globals';
import type { DetectionStore } from '@anchorwatch/detection';
import { baseline, performanceRow, progress } from './detection.fixture.js';

/** What every detection store promises of baselines and of how far whoever works on them has come. @param given the store that is open during a test */
export function recordsContract(given: () => DetectionStore): void {
  let store: DetectionStore;

  beforeEach(() => {
    store = given();
  });

  it('gives back the whole baseline by its digest, and lists baselines without their bulk', async () => {
    await store.putBaseline(baseline());
    await store.putBaseline(baseline());
    await store.putBaseline(baseline({ digest: 'other', model: 'other' }));
    expect(await store.baseline('digest')).toEqual(baseline());
    expect(await store.baseline('unknown')).toBeUndefined();
    const { subjects: _s, volume: _v, ...head } = baseline();
    expect(await store.baselines('fraud')).toEqual([head]);
    expect((await store.baselines()).map(({ digest }) => digest)).toEqual(['digest', 'other']);
  });

  it('keeps the performance of a baseline with it, and leaves it out of lists', async () => {
    const performance = { kind: 'blind', reason: 'no labels' } as const;
    await store.putBaseline(baseline({ performance }));
    expect(await store.baseline('digest')).toEqual(baseline({ performance }));
    expect((await store.baselines('fraud'))[0]).not.toHaveProperty('performance');
  });

  it('keeps performance by window, and a row that waits for labels replaces none that has them', async () => {
    const waiting = performanceRow();
    const settled = performanceRow({ settled: true, realised: { value: 0.9, low: 0.85, high: 0.95 }, labelled: 700 });
    const later = performanceRow({ tick: 9, window_to: 99, estimated: null, reliable: false, reason: 'no score' });
    await store.putPerformance([
      waiting,
      later,
      performanceRow({ metric: 'brier' }),
      performanceRow({ model: 'other' }),
    ]);
    expect(await store.lastPerformance('fraud', 'digest')).toBe(9);
    expect(await store.lastPerformance('fraud', 'another')).toBeUndefined();
    const window = { first_tick: 2, tick: 5, from: 10, to: 50, first_offset: 3, last_offset: 8 };
    expect(await store.unsettledPerformance('fraud', 'digest', 9, 10)).toEqual([window]);
    expect((await store.unsettledPerformance('fraud', 'digest', 10, 1)).map(({ tick }) => tick)).toEqual([5]);
    await store.putPerformance([settled, performanceRow({ metric: 'brier', settled: true })]);
    await store.putPerformance([waiting]);
    expect(await store.unsettledPerformance('fraud', 'digest', 9, 10)).toEqual([]);
    expect(await store.performance({ model: 'fraud', metric: 'accuracy', limit: 10 })).toEqual([later, settled]);
    expect(await store.performance({ model: 'fraud', metric: 'accuracy', segment: '', limit: 1 })).toEqual([later]);
    expect(await store.performance({ model: 'fraud', to: 99, limit: 1 })).toHaveLength(2);
    expect(await store.performance({ model: 'fraud', from: 100, limit: 1 })).toEqual([]);
    expect(await store.performance({ model: 'fraud', baseline: 'another', limit: 1 })).toEqual([]);
  });

  it('remembers the last progress of each partition', async () => {
    await store.putProgress(progress());
    await store.putProgress(progress({ position: 9, closed_below: { 'fraud digest': Infinity } }));
    await store.putProgress(progress({ topic: 'other' }));
    expect(await store.progress()).toEqual([
      progress({ position: 9, closed_below: { 'fraud digest': Infinity } }),
      progress({ topic: 'other' }),
    ]);
    expect(await store.progress('other')).toEqual([progress({ topic: 'other' })]);
  });

  it('turns no progress back when somebody who was replaced writes late', async () => {
    await store.putProgress(progress({ position: 9, resume_offset: 8 }));
    await store.putProgress(progress({ position: 8, resume_offset: 1 }));
    expect(await store.progress()).toEqual([progress({ position: 9, resume_offset: 8 })]);
    await store.putProgress(progress({ position: 9, resume_offset: 9 }));
    expect(await store.progress()).toEqual([progress({ position: 9, resume_offset: 9 })]);
  });

  it('remembers the last judgement of each stream', async () => {
    const judgement = {
      model: 'fraud',
      baseline: 'digest',
      feed: 'events' as const,
      tick: -1,
      state: '{"a":"é\\n"}',
    };
    await store.putJudgement({ ...judgement, tick: -2 });
    await store.putJudgement(judgement);
    await store.putJudgement({ ...judgement, tick: -2, state: 'of one who was replaced' });
    expect(await store.judgement('fraud', 'digest', 'events')).toEqual(judgement);
    await store.putJudgement({ ...judgement, state: 'of the same tick, later' });
    expect((await store.judgement('fraud', 'digest', 'events'))?.state).toBe('of the same tick, later');
    expect(await store.judgement('fraud', 'digest', 'labels')).toBeUndefined();
  });

  it('takes nothing at all', async () => {
    await store.putProfiles([]);
    await store.putVerdicts([]);
    await store.putFindings([]);
    expect(await store.findings({ limit: 1 })).toEqual([]);
  });
}
