import { describe, expect, it } from '@jest/globals';
import { compareAnswers, roundingOf } from './compare-answers.js';

describe('compareAnswers', () => {
  it.each([
    ['the same label', { label: 'a' }, { label: 'a' }, 'same'],
    ['another label', { label: 'a' }, { label: 'b' }, 'label'],
    ['another score', { label: 'a', score: 0.9 }, { label: 'a', score: 0.8 }, 'score'],
    ['a score within the tolerance', { label: 'a', score: 0.9 }, { label: 'a', score: 0.9005 }, 'same'],
    ['another class', { classes: { a: 0.9, b: 0.1 } }, { classes: { a: 0.8, b: 0.2 } }, 'score'],
    ['only what both hold', { label: 'a', score: 0.9 }, { label: 'a' }, 'same'],
    ['nothing in common', { label: 'a' }, { value: 1 }, 'none'],
    ['nothing', {}, {}, 'none'],
    ['a large value by its size', { value: 10_000 }, { value: 10_005 }, 'same'],
    ['a small value as it is', { value: 0.1 }, { value: 0.105 }, 'score'],
    ['a tie', { label: 'a', classes: { a: 0.5, b: 0.5 } }, { label: 'b', classes: { a: 0.5, b: 0.5 } }, 'same'],
  ] as const)('takes %s for what it is', (_, then, now, difference) => {
    expect(compareAnswers(then, now, 1e-3)).toBe(difference);
  });
});

describe('roundingOf', () => {
  const scores = (decimals: number) =>
    Array.from({ length: 30 }, (_, k) => ({ score: Number((Math.sin(k + 1) ** 2).toFixed(decimals)) }));

  it('is half of the last decimal that records have, and nothing where they are whole or not rounded', () => {
    expect(roundingOf(scores(2))).toBeCloseTo(0.0051, 12);
    expect(roundingOf(scores(4))).toBeCloseTo(0.000051, 12);
    expect(roundingOf(scores(12))).toBe(0);
    expect(roundingOf(Array.from({ length: 30 }, (_, k) => ({ value: k })))).toBe(0);
    expect(roundingOf(scores(2).slice(0, 5))).toBe(0);
  });
});
