import { describe, expect, it } from '@jest/globals';
import { unreadShares } from './unread-shares.js';

describe('the share of questions that was left unread', () => {
  it('is that of the questions since the point before', () => {
    const points = [
      { at: 1, questions: 100, scored: 100 },
      { at: 2, questions: 200, scored: 150 },
      { at: 3, questions: 200, scored: 150 },
      { at: 4, questions: 300, scored: 250 },
    ];
    expect(unreadShares(points)).toEqual([
      { at: 1, share: 0 },
      { at: 2, share: 0.5 },
      { at: 4, share: 0 },
    ]);
  });
});
