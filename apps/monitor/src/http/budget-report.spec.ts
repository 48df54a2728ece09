import { describe, expect, it } from '@jest/globals';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { IncidentRecord } from '@anchorwatch/incidents';
import type { ModelState } from '../roles/ledger-view.js';
import { budgetReport } from './budget-report.js';

const WEEK = 7 * 86_400_000;
const stretch = { from: 0, to: 2 * WEEK, alarms_per_week: 3 };

function stateOf(
  model: string,
  alarms_weight: number,
  promoted: number | undefined,
  incidents: object[] = [],
): ModelState {
  const promotions = promoted === undefined ? [] : [{ effective_from: promoted }];
  const register = { model, alarms_weight, promotions } as unknown as RegisteredModel;
  const records = incidents.map((incident, k) => [
    String(k),
    { opened_at: 5, evidence: [], resolution: null, ...incident },
  ]);
  return { model, register, incidents: new Map(records as [string, IncidentRecord][]), runs: new Map() };
}

describe('the budget report', () => {
  it('divides what is allowed among the models that are judged', () => {
    const states = [
      stateOf('a', 1, 0),
      stateOf('b', 2, WEEK),
      stateOf('later', 1, 3 * WEEK),
      stateOf('never', 1, undefined),
    ];
    const report = budgetReport(states, [], { questions: [], labels: [] }, stretch);
    expect(report).toMatchObject({ weeks: 2, allowed: 6, spent: 0 });
    expect(report.models.map(({ model, allowed }) => [model, allowed])).toEqual([
      ['a', 2],
      ['b', 4],
      ['later', 0],
      ['never', 0],
    ]);
  });

  it('shows what was spent and raised, and what people said of the alarms', () => {
    const alarm = { tier: 'alarm' };
    const incidents = [
      { evidence: [alarm, alarm, { tier: 'watch' }], resolution: { verdict: 'false alarm' } },
      { evidence: [alarm], resolution: { verdict: 'true' } },
      { evidence: [alarm] },
      { evidence: [alarm], opened_at: 9 * WEEK, resolution: { verdict: 'false alarm' } },
    ];
    const use = { model: 'a', tests: 1000, spent: 0.4, alarms: 4, watches: 1, digests: 2 };
    const watched = {
      questions: [{ model: 'a', questions: 90, scored: 80, spent: 0.1 }],
      labels: [{ model: 'a', questions: 9, scored: 8, spent: 0.25 }],
    };
    const used = [use, { ...use, model: 'unregistered' }];
    const report = budgetReport([stateOf('a', 1, 0, incidents)], used, watched, stretch);
    expect(report).toMatchObject({ tests: 2000, spent: 1.15, alarms: 8, judged_false: 2 });
    expect(report.models[0]).toEqual({
      ...use,
      spent: 0.75,
      compromise: { questions: 90, scored: 80, spent: 0.1 },
      feedback: { labels: 9, read: 8, spent: 0.25 },
      share: 1,
      allowed: 6,
      incidents: 3,
      judged: { true: 1, false_alarm: 2, near_miss: 0, open: 1 },
    });
  });
});
