import { describe, expect, it } from '@jest/globals';
import type { BaselineSubject } from '../baselines/baseline.js';
import { besides } from '../counting/beside.js';
import { Levels } from '../budget/levels.js';
import { defaultPolicy } from '../budget/policy.js';
import { Reference } from '../references/reference.js';
import { windowOf } from '../windows/window.js';
import { rate } from './rate.js';

const n = 600;
const share = 0.02;
const total = 1_000_000;
const subject: BaselineSubject = {
  subject: 'errors',
  role: 'errors',
  bins: { kind: 'rate' },
  ordered: false,
  psi_groups: [0, 1],
  profiles: [],
};
const reference = Reference.of(subject, {
  segment: '',
  counts: [total * (1 - share), total * share],
  nulls: 0,
  wrong_type: 0,
  overdispersion: [{ scale: 1, windows: 100, neyman: [], chi2: 1, shares: [1], nulls: 1 }],
});

/** The p-value of a window with so many errors. */
function pValueOf(errors: number, levels: Levels): number {
  const window = windowOf(Uint32Array.from([n - errors, errors, ...besides.map(() => 0)]), 1, 0);
  return rate(window, reference, levels)[0]?.p_value ?? 1;
}

describe('the rate of errors', () => {
  it.each([1e-4, 1e-6, 1e-8])('passes about as often as it may far out in the tail, at %f', (alpha) => {
    const levels = new Levels({
      ...defaultPolicy,
      alpha,
      tolerances: { ks: 0, component: 0, psi: 0, share: 0, volume: 0 },
    });
    // The chance of so many errors, exactly, one after the other.
    let [chance, passes] = [(1 - share) ** n, 0];
    for (let errors = 0; errors <= n; errors++) {
      if (pValueOf(errors, levels) <= alpha) passes += chance;
      chance *= ((n - errors) / (errors + 1)) * (share / (1 - share));
    }
    expect(passes).toBeLessThan(1.3 * alpha);
  });
});
