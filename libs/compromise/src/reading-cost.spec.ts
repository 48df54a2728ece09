import { describe, expect, it } from '@jest/globals';
import { readingCost } from './reading-cost.js';

const with_ = (dimensions: number) => ({
  space: { axes: [], dimensions },
  detectors: { texts: { blind: 'no texts' } },
});

describe('what reading a question takes', () => {
  it.each([
    [4, 0.25],
    [10, 0.31],
    [30, 1],
    [100, 2],
    [300, 3],
  ])('is within a factor of two of what was measured with %p coordinates: %p ms', (dimensions, ms) => {
    const cost = readingCost(with_(dimensions)) * 1_000;
    expect(cost).toBeGreaterThan(ms / 2);
    expect(cost).toBeLessThan(2 * ms);
  });

  it('is little where only answers are watched, and more where texts are read', () => {
    expect(readingCost({ space: null, detectors: {} })).toBeLessThan(1e-4);
    const texts = { space: null, detectors: { texts: { prompts: true, outputs: true } } };
    expect(readingCost(texts)).toBeGreaterThan(1e-3);
  });
});
