import { describe, expect, it } from '@jest/globals';
import type { Promotion, RegisteredModel } from './registered-model.js';
import { serviceOf } from './service-of.js';

function model(...promotions: readonly [digest: string, version: string, from: number][]): RegisteredModel {
  return {
    model: 'fraud',
    owner: 'ann',
    risk_tier: 'low',
    stage: 'production',
    description: '',
    alarms_weight: 1,
    budget_weights: {},
    tolerances: {},
    importance: {},
    versions: [],
    promotions: promotions.map(([digest, model_version, effective_from]): Promotion => ({
      digest,
      model_version,
      effective_from,
      by: 'ann',
      at: 0,
    })),
    registered_at: 0,
    revision: '',
  };
}

describe('the service of a baseline', () => {
  it('lasts while nothing follows it', () => {
    expect(serviceOf(model(['a', '', 0]), 'a', '')).toEqual({ until: Infinity, volume_until: Infinity });
  });

  it('ends where another comes into force for the same version', () => {
    const promoted = model(['a', '', 0], ['b', '', 600]);
    expect(serviceOf(promoted, 'a', '')).toEqual({ until: 600, volume_until: 600 });
    expect(serviceOf(promoted, 'b', '')).toEqual({ until: Infinity, volume_until: Infinity });
  });

  it('goes on beside the baseline of another version, but not for its traffic', () => {
    const promoted = model(['a', '1', 0], ['b', '2', 600]);
    expect(serviceOf(promoted, 'a', '1')).toEqual({ until: Infinity, volume_until: 600 });
    expect(serviceOf(promoted, 'b', '2')).toEqual({ until: Infinity, volume_until: Infinity });
  });

  it('lasts to its last time in force when it came back', () => {
    const promoted = model(['a', '', 0], ['b', '', 600], ['a', '', 900], ['c', '', 1200]);
    expect(serviceOf(promoted, 'a', '').until).toBe(1200);
  });

  it('never was when a later decision took its place', () => {
    expect(serviceOf(model(['a', '', 5], ['b', '', 5]), 'a', '').until).toBe(-Infinity);
  });
});
