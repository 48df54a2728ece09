import { describe, expect, it } from '@jest/globals';
import type { PerformanceRow } from '../../data/performance.js';
import { metricsIn, runsOf, spanOf, windowsOf } from './performance.js';

const row = (window_to: number, fields: Partial<PerformanceRow> = {}): PerformanceRow => ({
  model_version: '1',
  baseline: 'b',
  metric: 'accuracy',
  segment: '',
  ticks: 1,
  window_from: window_to - 1,
  window_to,
  n: 100,
  reference: 0.8,
  estimated: { value: 0.79, low: 0.7, high: 0.85 },
  reliable: true,
  reason: '',
  realised: null,
  labelled: 0,
  unmatched: 0,
  settled: false,
  ...fields,
});

describe('performance over time', () => {
  it('is of one measure, in the order of time', () =>
    expect(windowsOf([row(3), row(1), row(2, { metric: 'f1' })], 'accuracy').map((one) => one.window_to)).toEqual([
      1, 3,
    ]));
  it('is of the version that most events went to', () =>
    expect(windowsOf([row(1), row(1, { n: 900, model_version: '2' }), row(1, { n: 5 })], 'accuracy')).toEqual([
      row(1, { n: 900, model_version: '2' }),
    ]));
  it('offers the usual measures first', () =>
    expect(metricsIn(['recall', 'brier', 'accuracy', 'ece', 'accuracy'].map((metric) => row(1, { metric })))).toEqual([
      'accuracy',
      'brier',
      'ece',
      'recall',
    ]));
  it('has room for whole intervals and the baseline', () => {
    const [low, high] = spanOf([row(1), row(2, { estimated: null, realised: { value: 0.6, low: 0.5, high: 0.9 } })]);
    expect([low, high].map((value) => Number(value.toFixed(3)))).toEqual([0.468, 0.932]);
  });
  it('has room also where nothing varies, or nothing is known', () => {
    const [low, high] = spanOf([row(1, { estimated: null })]);
    expect([low < 0.8, high > 0.8]).toEqual([true, true]);
    expect(spanOf([])).toEqual([0, 1]);
  });
  it('is broken where there is no value', () =>
    expect(
      runsOf([row(1), row(2), row(3, { estimated: null }), row(4)], ({ estimated }) => estimated !== null).map((run) =>
        run.map((one) => one.window_to),
      ),
    ).toEqual([[1, 2], [4]]));
});
