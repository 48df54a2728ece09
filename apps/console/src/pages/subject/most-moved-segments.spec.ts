import { describe, expect, it } from '@jest/globals';
import { mostMovedSegments } from './most-moved-segments.js';

const part = (segment: string, within: number, mix = 0) => ({ segment, within, mix });

describe('the segments whose parts of a PSI are drawn', () => {
  it('are the largest, whichever way they work, and the others are summed', () => {
    const parts = [part('c=a', 0.1), part('c=b', -0.3), part('c=d', 0.2, 0.05), part('', 0.01, 0.01)];
    const { shown, hidden } = mostMovedSegments(parts, 2);
    expect(shown.map(({ segment }) => segment)).toEqual(['c=b', 'c=d']);
    expect(hidden.count).toBe(2);
    expect(hidden.sum).toBeCloseTo(0.12, 12);
  });

  it('leave out what belongs to no segment where there is nothing but the pseudo-count', () => {
    const { shown, hidden } = mostMovedSegments([part('c=a', 0.2), part('', 1e-9, -1e-9)], 12);
    expect(shown).toEqual([part('c=a', 0.2)]);
    expect(hidden).toEqual({ count: 0, sum: 0 });
  });
});
