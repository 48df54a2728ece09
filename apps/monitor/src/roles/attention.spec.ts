import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '@anchorwatch/detection';
import { attentionOf } from './attention.js';

describe('what the register says of judging', () => {
  it('is nothing for a model that nobody registered', () => {
    expect(attentionOf(undefined)).toEqual({
      weights: undefined,
      tolerances: defaultPolicy.tolerances,
      subject_tolerances: {},
    });
  });

  it('is what holds for all subjects, and what single ones have instead', () => {
    const budget_weights = { subjects: { amount: 3 } };
    const tolerances = { '*': { ks: 0.02 }, amount: { share: 0 } };
    expect(attentionOf({ budget_weights, tolerances })).toEqual({
      weights: budget_weights,
      tolerances: { ...defaultPolicy.tolerances, ks: 0.02 },
      subject_tolerances: { amount: { share: 0 } },
    });
  });
});
