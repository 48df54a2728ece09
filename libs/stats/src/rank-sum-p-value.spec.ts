import { describe, expect, it } from '@jest/globals';
import { mannWhitneyU } from './mann-whitney-u.js';
import { randomFrom } from './mulberry32.js';
import { rankSumPValue } from './rank-sum-p-value.js';

describe('the exact rank sum', () => {
  it('counts what can be counted by hand', () => {
    expect(rankSumPValue([1, 2], [3, 4])).toBeCloseTo(1 / 6, 12);
    expect(rankSumPValue([1, 3], [2, 4])).toBeCloseTo(2 / 6, 12);
    expect(rankSumPValue([3, 4], [1, 2])).toBe(1);
    // Two of four zeros among eight: 6 of the 28 pairs.
    expect(rankSumPValue([0, 0], [0, 0, 1, 2, 3, 4])).toBeCloseTo(6 / 28, 12);
    expect(rankSumPValue([5, 5, 5], [5, 5])).toBe(1);
  });

  it('agrees with every draw of one sample with ties, and with the normal limit in the middle', () => {
    const random = randomFrom(3);
    const values = Array.from({ length: 12 }, () => Math.floor(5 * random()));
    const [x, y] = [values.slice(0, 4), values.slice(4)];
    const rank = (v: number) => values.filter((o) => o < v).length + (values.filter((o) => o === v).length + 1) / 2;
    const sum = x.reduce((total, v) => total + rank(v), 0);
    let [few, all] = [0, 0];
    for (let mask = 0; mask < 4096; mask++) {
      const drawn = values.filter((_, k) => (mask >> k) & 1);
      if (drawn.length !== 4) continue;
      all++;
      if (drawn.reduce((total, v) => total + rank(v), 0) <= sum) few++;
    }
    expect(rankSumPValue(x, y)).toBeCloseTo(few / all, 12);
    const [a, b] = [0, 0.12].map((shift) => Array.from({ length: 60 }, () => random() + shift));
    expect(rankSumPValue(a!, b!) / (mannWhitneyU(a!, b!).pValue / 2)).toBeCloseTo(1, 1);
  });

  it('refuses what it cannot count', () => {
    expect(() => rankSumPValue([], [1])).toThrow(RangeError);
    expect(() => rankSumPValue([Number.NaN], [1])).toThrow(RangeError);
    expect(() => rankSumPValue(new Array<number>(150).fill(0), new Array<number>(51).fill(1))).toThrow('at most 200');
  });
});
