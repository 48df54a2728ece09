import { describe, expect, it } from '@jest/globals';
import { shapiroWilk } from './shapiro-wilk.js';

const upTo = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i + 1));

describe('shapiroWilk', () => {
  // scipy.stats.shapiro of SciPy 1.17.1.
  it.each([
    ['ten in a row', upTo(10, (i) => i), 0.9701646110856056],
    ['three', [1, 2, 4], 0.9642857142857142],
    ['five', [2, 3, 5, 7, 11], 0.9426464023306852],
    ['thirty squares', upTo(30, (i) => i * i), 0.9014205350356363],
    ['a hundred of a sine', upTo(100, (i) => Number((10 * Math.sin(i)).toFixed(6))), 0.8974105081486433],
    [
      'five hundred',
      upTo(500, (i) => Number((Math.sin(i * i) + Math.cos(3 * i) + (i % 7) / 5).toFixed(6))),
      0.9912279131100191,
    ],
  ])('gives what SciPy gives of %s', (_, values, w) => {
    expect(shapiroWilk(values)).toBeCloseTo(w, 6);
    expect(shapiroWilk([...values].reverse().map((value) => 3 * value - 7))).toBeCloseTo(w, 6);
  });

  it('refuses two values, too many, equal ones and NaN', () => {
    for (const values of [[1, 2], upTo(5_001, (i) => i), [3, 3, 3], [1, NaN, 2]])
      expect(() => shapiroWilk(values)).toThrow(RangeError);
  });
});
