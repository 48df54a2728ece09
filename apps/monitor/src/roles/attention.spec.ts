import { describe, expect, it } from '@jest/globals';
import { defaultPolicy, type BaselineSubject } from '@anchorwatch/detection';
import { attentionOf, watchedBy } from './attention.js';

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

  it('leaves every subject on that it does not give a weight of 0', () => {
    const subjects = { '* × *': 0, 'a × b': 2, 'feature vector': 0 };
    const isWatched = watchedBy({ budget_weights: { subjects }, tolerances: {} });
    const joint = (subject: string, role: BaselineSubject['role']) => ({ subject, role }) as BaselineSubject;
    expect(isWatched(joint('a × b', 'feature pair'))).toBe(true);
    expect(isWatched(joint('a × c', 'feature pair'))).toBe(false);
    expect(isWatched(joint('vector', 'embedding'))).toBe(false);
    expect(isWatched(joint('features together', 'features together'))).toBe(true);
    expect(watchedBy(undefined)(joint('a × c', 'feature pair'))).toBe(true);
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
