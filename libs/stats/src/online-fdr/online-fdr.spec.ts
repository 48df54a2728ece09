import { describe, expect, it } from '@jest/globals';

import { uniforms } from '../testing/random.js';
import { addis } from './addis.js';
import { lond } from './lond.js';
import { lordPlusPlus } from './lord-plus-plus.js';
import type { OnlineFdr } from './online-fdr.js';
import { saffron } from './saffron.js';

// Expected values: R package onlineFDR, examples of its reference pages (random = FALSE, alpha = 0.05) and its test suite.
const EXAMPLE = [
  2.9e-8, 0.06743, 0.01514, 0.08174, 0.00171, 3.6e-5, 0.79149, 0.27201, 0.28295, 7.59e-8, 0.69274, 0.30443, 0.00136,
  0.72342, 0.54757,
];

describe('online FDR', () => {
  it('has the levels of SAFFRON', () => {
    expectLevels(
      saffron(0.05),
      EXAMPLE,
      [
        0.005468627, 0.010937254, 0.010937254, 0.010937254, 0.010937254, 0.021874508, 0.032811762, 0.010823845,
        0.010823845, 0.010823845, 0.021761099, 0.009265591, 0.009265591, 0.020202846, 0.009064367,
      ],
    );
    expect(discoveries(saffron(0.05), EXAMPLE)).toEqual([0, 4, 5, 9, 12]);
  });

  it('has the levels of SAFFRON with less to begin with', () => {
    const drawn = [
      2.9e-8, 0.06743, 0.01514, 0.08174, 0.00171, 0.27201, 3.6e-5, 0.79149, 7.59e-8, 0.28295, 0.69274, 0.72342, 0.30443,
      0.54757, 0.00136,
    ];
    expectLevels(
      saffron(0.1, 0.025),
      drawn,
      [
        0.005468627, 0.021874508, 0.021874508, 0.043749017, 0.043749017, 0.065623525, 0.065623525, 0.087498033,
        0.028863587, 0.050738095, 0.050738095, 0.022302945, 0.013293195, 0.013293195, 0.009042997,
      ],
    );
  });

  it('has the levels of ADDIS', () => {
    expectLevels(
      addis(0.05),
      EXAMPLE,
      [
        0.002734314, 0.005468627, 0.005468627, 0.005468627, 0.005468627, 0.010937254, 0.016405881, 0.016405881,
        0.005411923, 0.002828822, 0.008297449, 0.008297449, 0.003589243, 0.00905787, 0.00905787,
      ],
    );
    expect(discoveries(addis(0.05), EXAMPLE)).toEqual([0, 4, 5, 9, 12]);
  });

  it('has the levels of LOND', () => {
    expectLevels(
      lond(0.05),
      EXAMPLE,
      [
        0.0026758385, 0.0011638206, 0.0009912499, 0.0008243606, 0.000698887, 0.00060459, 0.0007979166, 0.0007117838,
        0.0006421423, 0.0005847378, 0.0007155186, 0.0006610273, 0.0006141682, 0.0005734509, 0.0005377472,
      ],
    );
    expect(discoveries(lond(0.05), EXAMPLE)).toEqual([0, 5, 9]);
  });

  it.each<[string, OnlineFdr<unknown>, readonly number[], readonly number[]]>([
    ['LORD++', anonymous(lordPlusPlus(0.05)), [1e-7, 0.1, 2.5e-4, 0.07], [0, 2]],
    ['SAFFRON', anonymous(saffron(0.05)), [1e-7, 3e-4, 0.1, 6e-4], [0, 1, 3]],
    ['ADDIS', anonymous(addis(0.05)), [1e-7, 3e-4, 0.1, 6e-4], [0, 1, 3]],
    ['LOND', anonymous(lond(0.05)), [1e-7, 0.1, 6e-4], [0, 2]],
    ['LOND under dependence', anonymous(lond(0.05, 'any')), [1e-7, 0.1, 6e-4], [0]],
  ])('%s decides as the test suite says', (_, rule, pValues, expected) => {
    expect(discoveries(rule, pValues)).toEqual(expected);
  });

  it.each<[string, OnlineFdr<unknown>]>([
    ['lordPlusPlus', anonymous(lordPlusPlus(0.05))],
    ['saffron', anonymous(saffron(0.05))],
    ['addis', anonymous(addis(0.05))],
    ['lond', anonymous(lond(0.05))],
  ])('%s keeps the share of false discoveries', (_, rule) => {
    const uniform = uniforms(31);
    let shares = 0;
    for (let list = 0; list < 50; list++) {
      const changed = Array.from({ length: 200 }, () => uniform() < 0.2);
      const found = discoveries(
        rule,
        changed.map((is) => (is ? uniform() * 1e-6 : uniform())),
      );
      shares += found.filter((place) => !changed[place]).length / Math.max(1, found.length);
      expect(found.some((place) => changed[place])).toBe(true);
    }
    expect(shares / 50).toBeLessThan(0.05);
  });

  it('refuses what is no p-value and a rule that spends more than it has', () => {
    expect(() => discoveries(lordPlusPlus(0.05), [1.1])).toThrow('lordPlusPlus requires p-values in [0, 1]');
    expect(() => discoveries(lond(0.05), [NaN])).toThrow('lond requires p-values in [0, 1]');
    expect(() => saffron(0.05, 0.06)).toThrow('saffron requires');
    expect(() => addis(0.05, 0.01, 0.5, 0.25)).toThrow('addis requires');
    expect(() => lond(1)).toThrow('lond requires alpha');
  });
});

function expectLevels<State>(rule: OnlineFdr<State>, pValues: readonly number[], levels: readonly number[]): void {
  const got = decided(rule, pValues).map(({ level }) => level);
  expect(got).toEqual(levels.map((level) => expect.closeTo(level, 9)));
}

function discoveries<State>(rule: OnlineFdr<State>, pValues: readonly number[]): number[] {
  return decided(rule, pValues).flatMap(({ discovered }, place) => (discovered ? [place] : []));
}

function decided<State>(
  rule: OnlineFdr<State>,
  pValues: readonly number[],
): { readonly level: number; readonly discovered: boolean }[] {
  let state = rule.start;
  return pValues.map((pValue) => {
    const step = rule.step(state, pValue);
    state = step.state;
    return step;
  });
}

/** The same rule where the form of its state does not matter. */
function anonymous<State>(rule: OnlineFdr<State>): OnlineFdr<unknown> {
  return { start: rule.start, step: (state, pValue) => rule.step(state as State, pValue) };
}
