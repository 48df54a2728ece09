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

  it('is addressed to features by their own names and as `feature <name>`, to measures by theirs alone', () => {
    const tolerances = {
      f1: { share: 0.01 },
      'feature f1': { ks: 0.05 },
      'feature amount': { ks: 0.1 },
      'feature age': { ks: 0.2 },
      age: { ks: 0.3 },
    };
    const budget_weights = { subjects: { 'feature amount': 3, 'feature latency': 2 }, scales: { '16': 2 } };
    expect(attentionOf({ budget_weights, tolerances })).toEqual({
      weights: { subjects: { amount: 3, 'feature latency': 2 }, scales: { '16': 2 } },
      tolerances: defaultPolicy.tolerances,
      subject_tolerances: {
        f1: { share: 0.01 },
        'feature f1': { ks: 0.05 },
        amount: { ks: 0.1 },
        age: { ks: 0.3 },
      },
    });
  });
});
