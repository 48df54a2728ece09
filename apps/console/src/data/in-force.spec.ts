import { describe, expect, it } from '@jest/globals';
import { isInForce, newestInForce } from './in-force.js';
import type { BaselineSummary } from './model.js';

const baseline = (digest: string, effective_from: number | null): BaselineSummary => ({
  digest,
  model_version: '',
  made_from: '',
  events: 1,
  ticks: 1,
  tick: { kind: 'time', ms: 1 },
  from: 0,
  to: 1,
  segment_fields: [],
  segments: [],
  warnings: [],
  promoted: effective_from !== null,
  effective_from,
});
const version = (digest: string | null) => ({ model_version: '1', artefact_digest: '', baseline: digest });
const baselines = [baseline('old', 1), baseline('new', 2), baseline('draft', null)];

describe('baselines in force', () => {
  it('are those that a version names', () =>
    expect(baselines.map((one) => isInForce({ versions: [version('old')] }, one))).toEqual([true, false, false]));
  it('come before newer ones that judge nothing', () =>
    expect(newestInForce({ versions: [version('old')], baselines })?.digest).toBe('old'));
  it('are the newest promoted before telemetry came', () =>
    expect(newestInForce({ versions: [version(null)], baselines })?.digest).toBe('new'));
  it('do not exist without a promotion', () =>
    expect(newestInForce({ versions: [], baselines: [baseline('draft', null)] })).toBeUndefined());
});
