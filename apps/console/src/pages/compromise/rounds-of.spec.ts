import { describe, expect, it } from '@jest/globals';
import type { Asking } from '../../data/askings.js';
import { roundsOf } from './rounds-of.js';

const asking = (round: number, question: string, change: Partial<Asking> = {}): Asking => ({
  question,
  round,
  turn: 0,
  asked_at: 1_000 * round,
  model_version: '1',
  answer: { label: 'yes' },
  failure: '',
  reason: '',
  difference: 'same',
  ...change,
});

const askings = [
  asking(2, 'b', { failure: 'unreachable', difference: null }),
  asking(2, 'a', { turn: 1, asked_at: 2_500 }),
  asking(2, 'a', { difference: 'label' }),
  asking(1, 'd', { difference: 'score' }),
  asking(1, 'c', { difference: null }),
  asking(1, 'b', { difference: 'none' }),
  asking(1, 'a'),
];

describe('rounds of golden questions', () => {
  it('count each question once, by its last answer', () => {
    expect(roundsOf(askings, false)).toEqual([
      { round: 1, asked_at: 1_000, same: 1, other: 1, uncompared: 2, failed: 0 },
      { round: 2, asked_at: 2_000, same: 1, other: 0, uncompared: 0, failed: 1 },
    ]);
  });

  it('leave out one that may have been cut', () => {
    expect(roundsOf(askings, true).map(({ round }) => round)).toEqual([2]);
    expect(roundsOf([], true)).toEqual([]);
  });
});
