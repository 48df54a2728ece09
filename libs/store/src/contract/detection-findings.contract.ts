import { beforeEach, expect, it } from '@jest/globals';
import type { DetectionStore } from '@anchorwatch/detection';
import { finding, verdict } from './detection.fixture.js';

/** What every detection store promises of findings, and of what the alarm budget was spent on. @param given the store that is open during a test */
export function findingsContract(given: () => DetectionStore): void {
  let store: DetectionStore;

  beforeEach(() => {
    store = given();
  });

  it('replaces a finding by its id, and gives the newest first', async () => {
    const ended = finding({ ended_at: { event: 9, time: 90_000 } });
    const later = finding({ id: 'later', raised_at: { event: 8, time: 80_000 }, model: 'other' });
    await store.putFindings([finding(), later]);
    await store.putFindings([ended]);
    expect(await store.findings({ limit: 10 })).toEqual([later, ended]);
    expect(await store.findings({ model: 'fraud', limit: 10 })).toEqual([ended]);
    expect(await store.findings({ model: 'fraud', subject: 'score', limit: 10 })).toEqual([ended]);
    expect(await store.findings({ subject: 'unknown', limit: 10 })).toEqual([]);
    expect(await store.findings({ ids: ['later', 'unknown'], limit: 10 })).toEqual([later]);
    expect(await store.findings({ ids: [], limit: 10 })).toEqual([]);
    expect(await store.findings({ limit: 1 })).toEqual([later]);
    const { time } = ended.raised_at;
    expect(await store.findings({ from: time, to: 80_000, limit: 10 })).toEqual([ended]);
    expect(await store.findings({ from: time + 1, limit: 10 })).toEqual([later]);
    expect(await store.findings({ from: time + 1, to: 80_000, limit: 10 })).toEqual([]);
  });

  it('gives the findings of one detector, and those that last or have ended', async () => {
    const [lasting, ended] = [finding({ id: 'a' }), finding({ id: 'b', ended_at: { event: 9, time: 90_000 } })];
    const signal = finding({ id: 'c', detector: 'compromise', kind: 'extraction' });
    await store.putFindings([lasting, ended, signal]);
    expect(await store.findings({ lasting: true, limit: 10 })).toEqual([lasting, signal]);
    expect(await store.findings({ lasting: false, limit: 10 })).toEqual([ended]);
    expect(await store.findings({ detector: 'compromise', limit: 10 })).toEqual([signal]);
    expect(await store.findings({ detector: 'compromise', lasting: false, limit: 10 })).toEqual([]);
  });

  it('turns no finding back to an earlier stage of its episode, and takes the last of one stage', async () => {
    const alarm = finding({ kind: 'drift', tier: 'alarm' });
    const constant = finding({ kind: 'constant answer' });
    const ended = finding({ kind: 'constant answer', ended_at: { event: 9, time: 90_000 } });
    const stages = [finding({ tier: 'watch' }), alarm, constant, ended];
    for (const [at, stage] of stages.entries()) {
      await store.putFindings([stage]);
      await store.putFindings(stages.slice(0, at));
      expect(await store.findings({ limit: 10 })).toEqual([stage]);
      const again = { ...stage, words: 'said again' };
      await store.putFindings([again]);
      expect(await store.findings({ limit: 10 })).toEqual([again]);
    }
  });

  it('adds up what was used of the alarm budget in a stretch of event time, repeated writes once', async () => {
    const tests = [
      { statistic: 'ks', value: 0.1, p_value: 0.4, critical: 0.2 },
      { statistic: 'v1', value: 1, p_value: 0.5, critical: 5 },
    ];
    const judged = [1, 2, 3].map((tick) => verdict({ tick, window_to: tick * 60_000, cost: 0.25, tests }));
    await store.putVerdicts(judged);
    await store.putVerdicts([...judged, verdict({ model: 'other', window_to: 60_000, cost: 0.125, tests: [] })]);
    const raised_at = { event: 1, time: 120_000 };
    await store.putFindings([
      finding({ id: 'a', raised_at }),
      finding({ id: 'b', raised_at, tier: 'watch' }),
      finding({ id: 'c', raised_at, tier: 'digest', model: 'other' }),
      finding({ id: 'd', raised_at: { event: 1, time: 180_000 } }),
    ]);
    expect(await store.budgetUse({ from: 60_000, to: 180_000 })).toEqual([
      { model: 'fraud', tests: 4, spent: 0.5, alarms: 1, watches: 1, digests: 0 },
      { model: 'other', tests: 0, spent: 0.125, alarms: 0, watches: 0, digests: 1 },
    ]);
    expect(await store.budgetUse({ from: 0, to: 1 })).toEqual([]);
  });
}
