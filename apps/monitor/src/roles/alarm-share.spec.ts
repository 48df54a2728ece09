import { describe, expect, it } from '@jest/globals';
import type { RegisteredModel } from '@anchorwatch/governance';
import { alarmShare } from './alarm-share.js';

const baseline = { model: 'a', tick: { kind: 'time', ms: 1_000 } } as const;

function model(name: string, effective_from: number | undefined, alarms_weight = 1): RegisteredModel {
  const promotions =
    effective_from === undefined ? [] : [{ digest: name, model_version: '', effective_from, by: 'ann', at: 0 }];
  return {
    model: name,
    owner: 'ann',
    risk_tier: 'low',
    stage: 'production',
    description: '',
    alarms_weight,
    budget_weights: {},
    tolerances: {},
    importance: {},
    versions: [],
    promotions,
    registered_at: 0,
    revision: name,
  };
}

describe('the share of the alarm budget', () => {
  it('is all of it for a model alone, and for one beside models without a baseline', () => {
    expect(alarmShare([model('a', 0)], baseline, 5)).toEqual({ share: 1, below: Infinity });
    expect(alarmShare([model('a', 0), model('b', undefined)], baseline, 5)).toEqual({ share: 1, below: Infinity });
  });

  it('is by weight among the models in force at the tick', () => {
    const models = [model('a', 0, 3), model('b', 0), model('c', 9_500)];
    expect(alarmShare(models, baseline, 9)).toEqual({ share: 3 / 4, below: 10 });
    expect(alarmShare(models, baseline, 10)).toEqual({ share: 3 / 5, below: Infinity });
  });
});
