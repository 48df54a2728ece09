import { describe, expect, it } from '@jest/globals';
import { packNumbers, unpackNumbers } from './packed-numbers.js';

describe('packed numbers', () => {
  it.each([
    ['nothing', []],
    [
      'whole numbers that go up and down',
      [0, 1, 63, 64, -64, -65, 8_191, 8_192, 1_790_000_000_000, 1_790_000_060_000, 3],
    ],
    ['the largest steps that are exact', [2 ** 51, -(2 ** 51), 2 ** 51]],
    ['parts, and what is not finite', [0.1, -1e308, 5e-324, Infinity, NaN, 2 ** 53]],
  ])('are unpacked as they were: %s', (_, values) => {
    expect([...unpackNumbers(packNumbers(values))]).toEqual(values);
  });

  it('take a byte each where they go up by little', () => {
    const packed = packNumbers(Array.from({ length: 1_000 }, (_, k) => 40 * k));
    expect(packed.kind === 'steps' && packed.bytes.length).toBe(1_000);
  });
});
