import { describe, expect, it } from '@jest/globals';
import type { RegisteredModel } from '@anchorwatch/governance';
import { alarmShare, baselineShare, strandShare } from './alarm-share.js';

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

describe('the part that a baseline has of it beside others of its model', () => {
  const promotions = (...of: readonly [digest: string, model_version: string, effective_from: number][]) => ({
    promotions: of.map(([digest, model_version, effective_from]) => ({
      digest,
      model_version,
      effective_from,
      by: 'ann',
      at: 0,
    })),
  });
  const part = (registered: ReturnType<typeof promotions>, digest: string, tick: number) =>
    baselineShare(registered, { digest, tick: { kind: 'time', ms: 1_000 } }, tick);
  const releases = promotions(['a', '1', 0], ['b', '2', 9_500], ['c', '3', 20_000], ['c2', '3', 30_000]);

  it('is all of it until another version has one, and half of it from then on', () => {
    expect(part(releases, 'a', -Infinity)).toEqual({ share: 1, below: 10 });
    expect(part(releases, 'a', 9)).toEqual({ share: 1, below: 10 });
    expect(part(releases, 'a', 10)).toEqual({ share: 1 / 2, below: 20 });
    // The tick in which it comes into force is judged by what holds from then on.
    expect(part(releases, 'b', 9)).toEqual({ share: 1 / 2, below: 20 });
  });

  it('adds up to all of it at any time, with half for the newest', () => {
    for (const [tick, inForce] of [
      [10, ['a', 'b']],
      [20, ['a', 'b', 'c']],
      [30, ['a', 'b', 'c2']],
    ] as const) {
      const parts = inForce.map((digest) => part(releases, digest, tick).share);
      expect(parts.reduce((sum, share) => sum + share, 0)).toBe(1);
      expect(parts.at(-1)).toBe(1 / 2);
    }
    expect(part(releases, 'c2', 30).below).toBe(Infinity);
  });

  it('is all of it for a baseline that nobody promoted', () => {
    expect(part(releases, 'another', 10)).toEqual({ share: 1, below: Infinity });
  });
});

describe('the part that each strand has of a baseline', () => {
  const plain = { subjects: [] };
  const watching = (...bits: readonly string[]) => ({ ...plain, compromise: { bits } });

  it('is all of it for drift where compromise is not watched', () => {
    expect([strandShare(plain, 'events'), strandShare(plain, 'compromise')]).toEqual([1, 0]);
    expect([strandShare(watching(), 'events'), strandShare(watching(), 'compromise')]).toEqual([1, 0]);
  });

  it('is a quarter for compromise, a fiftieth where only answers are watched, and the rest for drift', () => {
    expect([
      strandShare(watching('novel', 'conflict'), 'events'),
      strandShare(watching('novel', 'conflict'), 'compromise'),
    ]).toEqual([0.75, 0.25]);
    expect([strandShare(watching('conflict'), 'events'), strandShare(watching('conflict'), 'compromise')]).toEqual([
      0.98, 0.02,
    ]);
  });

  it('is a quarter for labels where anything can be seen in them', () => {
    const labelled = (signs?: string[]) => ({ ...watching('novel'), ...(signs && { feedback: { signs } }) });
    expect(strandShare(labelled(['flips']), 'feedback')).toBe(0.25);
    expect(strandShare(labelled(['flips']), 'events')).toBe(0.5);
    for (const blind of [labelled([]), labelled()]) {
      expect(strandShare(blind, 'feedback')).toBe(0);
      expect(strandShare(blind, 'events')).toBe(0.75);
    }
  });

  it('adds up to all of it', () => {
    const measured = {
      subjects: [{ role: 'truth' }],
      performance: { kind: 'measured' },
      compromise: { bits: ['novel'] },
      feedback: { signs: ['flips'] },
    } as unknown as Parameters<typeof strandShare>[0];
    const parts = (['events', 'labels', 'compromise', 'feedback'] as const).map((strand) =>
      strandShare(measured, strand),
    );
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
  });
});
