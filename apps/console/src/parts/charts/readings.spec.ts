import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../data/verdicts.js';
import { heightOf, readingOf, stretches, type Reading } from './readings.js';

const verdict: Verdict = {
  model: 'm',
  model_version: '1',
  baseline: 'b',
  detector: 'feature drift',
  subject: 's',
  role: 'feature',
  segment: '',
  scale: 1,
  tick: 1,
  window_from: 0,
  window_to: 10,
  n: 100,
  n_effective: 90,
  insufficient: false,
  psi: 0.02,
  psi_noise: 0.03,
  psi_critical: 0.1,
  ks: 0.05,
  ks_p_value: 0.4,
  ks_critical: 0.2,
  null_share: 0,
  new_share: 0,
  tests: [],
  alpha: 0.05,
  p_value: 0.3,
  alarm: false,
  words: '',
};
const reading = (at: number, critical: number | undefined, value = 0.01): Reading => ({
  at,
  value,
  noise: critical,
  critical,
  mark: 'none',
});

describe('readings of a verdict', () => {
  it('hold the effect with its noise and critical value', () =>
    expect(readingOf(verdict, 'psi')).toEqual({ at: 10, value: 0.02, noise: 0.03, critical: 0.1, mark: 'none' }));
  it('do not exist for KS where values have no order', () =>
    expect(readingOf({ ...verdict, ks: 0, ks_critical: 0 }, 'ks')).toBeUndefined());
  it('exist as surprise of whatever subject, with 1 as the critical value', () =>
    expect(readingOf({ ...verdict, ks: 0, ks_critical: 0, p_value: 1e-6, alpha: 1e-3 }, 'surprise')).toEqual({
      at: 10,
      value: 2,
      noise: undefined,
      critical: 1,
      mark: 'none',
    }));
  it('have no levels where nothing was tested', () =>
    expect(readingOf({ ...verdict, insufficient: true, psi_critical: NaN, psi_noise: Infinity }, 'psi')).toEqual({
      at: 10,
      value: 0.02,
      noise: undefined,
      critical: undefined,
      mark: 'insufficient',
    }));
  it('are drawn as roots when one dwarfs the critical value', () => {
    expect(heightOf([reading(1, 0.1, 2)])).toEqual({ most: 2, steep: true });
    expect(heightOf([reading(1, 0.1, 0.2)])).toEqual({ most: 0.2, steep: false });
  });
  it('break their levels where there is none', () =>
    expect(stretches([reading(1, 0.1), reading(2, 0.1), reading(3, undefined), reading(4, 0.2)], 'critical')).toEqual([
      [
        { at: 1, value: 0.1 },
        { at: 2, value: 0.1 },
      ],
      [{ at: 4, value: 0.2 }],
    ]));
});
