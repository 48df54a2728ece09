import { describe, expect, it } from '@jest/globals';
import type { SubjectRow } from '../../data/subjects.js';
import { worstFirst } from './worst-first.js';

const row = (subject: string, changes: Partial<SubjectRow>): SubjectRow => ({
  subject,
  role: 'feature',
  segment: '',
  detector: 'feature drift',
  scale: 1,
  tick: 0,
  window_to: 0,
  n: 100,
  n_effective: 90,
  insufficient: false,
  psi: 0.01,
  psi_noise: 0.02,
  psi_critical: 0.1,
  ks: 0.01,
  ks_critical: 0.1,
  null_share: 0,
  new_share: 0,
  p_value: 0.5,
  alpha: 0.001,
  alarm: false,
  words: '',
  ...changes,
});

describe('the subjects of a model', () => {
  it('come with alarms first and small windows last', () =>
    expect(
      worstFirst([
        row('small', { insufficient: true, psi: 9 }),
        row('steady', {}),
        row('unusual', { p_value: 0.01 }),
        row('alarming', { alarm: true }),
      ]).map(({ subject }) => subject),
    ).toEqual(['alarming', 'unusual', 'steady', 'small']));
});
