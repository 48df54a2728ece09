import { describe, expect, it } from '@jest/globals';
import type { BaselineProfile, BaselineSubject } from '../baselines/baseline.js';
import { besides } from '../counting/beside.js';
import { Levels } from '../budget/levels.js';
import { defaultPolicy } from '../budget/policy.js';
import { Reference } from '../references/reference.js';
import { windowOf } from '../windows/window.js';
import { testsOf } from './detectors.js';

/** @param share as chosen, or undefined where nobody did */
const levelsOf = (share: number | undefined): Levels =>
  new Levels({
    ...defaultPolicy,
    alpha: 1e-6,
    tolerances: { ...defaultPolicy.tolerances, ...(share !== undefined && { share }) },
  });

function referenceOf(
  change: Pick<BaselineSubject, 'role' | 'bins'> & { readonly counts: readonly number[] },
): Reference {
  const { role, bins, counts } = change;
  const subject: BaselineSubject = {
    subject: 'it',
    role,
    bins,
    ordered: false,
    psi_groups: counts.map((_, k) => k),
    profiles: [],
  };
  const profile: BaselineProfile = {
    segment: '',
    counts,
    nulls: 200,
    wrong_type: 0,
    overdispersion: [{ scale: 1, windows: 100, neyman: [], chi2: 1, shares: counts.map(() => 1), nulls: 1 }],
  };
  return Reference.of(subject, profile);
}

/** Which statistics alarm on a window. */
function alarming(
  reference: Reference,
  counts: readonly number[],
  nulls: number,
  share: number | undefined,
): readonly string[] {
  const beside = besides.map((name) => (name === 'nulls' ? nulls : 0));
  const window = windowOf(Uint32Array.from([...counts, ...beside]), counts.length, 0);
  return testsOf(window, reference, levelsOf(share))
    .filter(({ p_value }) => p_value <= 1e-6)
    .map(({ statistic }) => statistic);
}

const errors = referenceOf({ role: 'errors', bins: { kind: 'rate' }, counts: [19_800, 200] });
const colours = referenceOf({
  role: 'feature',
  bins: { kind: 'categories', categories: ['red', 'green', 'blue'], other: [] },
  counts: [12_000, 7_800, 200, 0, 0],
});

describe('a tolerance of shares', () => {
  it.each([
    ['by default no rise of errors from 1 to 4 % is tolerated', undefined, ['rate']],
    ['ten points that people chose are, though errors are rare', 0.1, []],
    ['a point and a half are not enough for three', 0.015, ['rate']],
  ])('%s', (_name, share, statistics) => {
    expect(alarming(errors, [1_920, 80], 0, share)).toEqual(statistics);
  });

  it('holds where a bound decides: few errors, missing values, and values never seen', () => {
    expect(alarming(errors, [40, 10], 0, undefined)).toEqual(['rate']);
    expect(alarming(errors, [40, 10], 0, 0.3)).toEqual([]);
    expect(alarming(colours, [1_200, 780, 20, 0, 0], 120, undefined)).toEqual(['nulls']);
    expect(alarming(colours, [1_200, 780, 20, 0, 0], 120, 0.1)).toEqual([]);
    expect(alarming(colours, [1_140, 740, 20, 0, 100], 20, undefined)).toContain('new');
    expect(alarming(colours, [1_140, 740, 20, 0, 100], 20, 0.1)).not.toContain('new');
  });

  it('holds as it was chosen where it is the default or less', () => {
    // From 1 to 1.95 %, of which half a point would be tolerated by default.
    const known = referenceOf({ role: 'errors', bins: { kind: 'rate' }, counts: [198_000, 2_000] });
    expect(alarming(known, [19_610, 390], 0, undefined)).toEqual(['rate']);
    expect(alarming(known, [19_610, 390], 0, 0.01)).toEqual([]);
    // A common share, from 39 to 41 %, of which one point would be.
    const drift = [580_000, 410_000, 10_000, 0, 0];
    expect(alarming(colours, drift, 10_000, undefined)).not.toContain('share:green');
    expect(alarming(colours, drift, 10_000, 0)).toContain('share:green');
    expect(alarming(colours, drift, 10_000, 0.001)).toContain('share:green');
  });

  it('holds for the share of one category', () => {
    const moved = [1_140, 740, 120, 0, 0];
    expect(alarming(colours, moved, 20, undefined)).toContain('share:blue');
    expect(alarming(colours, moved, 20, 0.1)).not.toContain('share:blue');
  });
});
