import { describe, expect, it } from '@jest/globals';
import { countsOf, sumUp, sumUpScored } from './up-to.js';

const summedUp = (counts: readonly number[]): Uint32Array => {
  const vector = Uint32Array.from(counts);
  sumUp(vector, 3);
  return vector;
};

describe('counts up to and with each bin', () => {
  it('leave what lies behind the bins as it is', () =>
    expect(Array.from(summedUp([2, 0, 5, 9, 4]))).toEqual([2, 2, 7, 9, 4]));

  it('add like counts do', () => {
    const [a, b] = [summedUp([2, 0, 5, 9, 4]), summedUp([1, 3, 0, 0, 7])];
    const sum = a.map((count, at) => count + b[at]!);
    expect(Array.from(countsOf(sum, 3))).toEqual([3, 3, 5, 9, 11]);
    expect(Array.from(sum)).toEqual([3, 6, 11, 9, 11]);
  });

  it('are scored by the counts that they are made of', () => {
    const vector = Uint32Array.from([2, 0, 5, 9, 4]);
    expect(sumUpScored(vector, 3, [-1, 0.25, 0.5])).toBe(0.5);
    expect(vector).toEqual(summedUp([2, 0, 5, 9, 4]));
  });

  it('come back where their sum is too large for 32 bits', () => {
    const counts = [2 ** 32 - 1, 7, 2 ** 31, 1];
    expect(Array.from(countsOf(summedUp(counts), 3))).toEqual(counts);
  });
});
