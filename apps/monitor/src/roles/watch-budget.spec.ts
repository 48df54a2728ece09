import type { Baseline } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { describe, expect, it } from '@jest/globals';
import { labelShareOf, questionsAWeek, watchShareOf } from './watch-budget.js';

const WEEK_S = 604_800;
const baseline = {
  model: 'loans',
  digest: 'a',
  tick: { kind: 'time', ms: 60_000 },
  events: 1_200,
  ticks: 100,
  volume: [],
  subjects: [],
  compromise: { bits: ['novel', 'conflict'] },
} as unknown as Baseline;
const points = { space: { axes: [], dimensions: 30 }, detectors: {} };

const promoted = (...of: readonly [digest: string, model_version: string, effective_from: number][]) =>
  [
    {
      model: 'loans',
      alarms_weight: 1,
      promotions: of.map(([digest, model_version, effective_from]) => ({ digest, model_version, effective_from })),
    },
  ] as unknown as readonly RegisteredModel[];

const shareAt = (
  models: readonly RegisteredModel[],
  tick: number,
  questions_per_second: number | undefined,
  calibration: Parameters<typeof watchShareOf>[2] = points,
) => watchShareOf({ models, alarms_per_week: 2, questions_per_second }, baseline, calibration, tick);

describe('what watching may cost', () => {
  it('is a quarter of the alarms, over the questions of an ordinary week', () => {
    const { budget } = shareAt(promoted(['a', '1', 0]), 5, undefined);
    expect(budget.alarms).toBe(0.5);
    expect(budget.questions).toBeCloseTo((12 * WEEK_S) / 60, 6);
  });

  it('is spread over the mean tick that is not left out, where that was measured', () => {
    const volume = [{ segment: '', scales: [{ scale: 1, windows: 80, mean: 15, variance: 1, least: 0, most: 0 }] }];
    expect(questionsAWeek({ ...baseline, volume })).toBeCloseTo((15 * WEEK_S) / 60, 6);
  });

  it('is as many questions as a quarter of a core reads, fewer the more coordinates they have, or as many as configured', () => {
    const models = promoted(['a', '1', 0]);
    const perSecond = (calibration: typeof points) => shareAt(models, 5, undefined, calibration).most / 60;
    expect(perSecond(points)).toBeGreaterThan(200);
    expect(perSecond(points)).toBeLessThan(500);
    expect(perSecond({ ...points, space: { axes: [], dimensions: 300 } })).toBeLessThan(perSecond(points) / 2);
    expect(shareAt(models, 5, 0.1).most).toBe(6);
    expect(shareAt(models, 5, 0.001).most).toBe(1);
  });

  it('leaves labels a fifth of that, where they are watched, and spreads their alarms over as many as came in a week', () => {
    const models = promoted(['a', '1', 0]);
    const truth = { role: 'truth', profiles: [{ segment: '', counts: [200, 300] }] };
    const labelled = { ...baseline, feedback: { signs: ['flips'] }, subjects: [truth] } as unknown as Baseline;
    const terms = { models, alarms_per_week: 2, questions_per_second: undefined };
    const most = (of: Baseline) => watchShareOf(terms, of, points, 5).most;
    expect(most(labelled) / most(baseline)).toBeCloseTo(0.8, 3);
    const share = labelShareOf(terms, labelled, { space: points.space }, 5);
    expect(share.budget.alarms).toBe(0.5);
    expect(share.budget.labels).toBeCloseTo((5 * WEEK_S) / 60, 6);
    expect(share.most / 60).toBeCloseTo(0.05 / 90e-6, -1);
    const wide = labelShareOf(terms, labelled, { space: { axes: [], dimensions: 2_000 } }, 5);
    expect(wide.most).toBeLessThan(share.most / 10);
  });

  it('spreads the alarms over no more questions than can be read', () => {
    expect(shareAt(promoted(['a', '1', 0]), 5, 0.1).budget.questions).toBeCloseTo(0.1 * WEEK_S, 6);
  });

  it('is divided among baselines that are in force side by side', () => {
    const models = promoted(['a', '1', 0], ['b', '2', 600_000]);
    expect([shareAt(models, 9, 10).most, shareAt(models, 9, 10).below]).toEqual([600, 10]);
    expect(shareAt(models, 10, 10).most).toBe(300);
  });
});
