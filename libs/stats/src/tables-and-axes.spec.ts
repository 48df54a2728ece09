import { describe, expect, it } from '@jest/globals';

import { cramersV } from './cramers-v.js';
import { fitMargins } from './fit-margins.js';
import { symmetricEigen } from './symmetric-eigen.js';
import { uniforms } from './testing/random.js';

describe('symmetricEigen', () => {
  it('agrees with numpy.linalg.eigh 2.4.6', () => {
    const { values, vectors } = symmetricEigen([4, 1, 2, 0.5, 1, 3, 0, -1, 2, 0, 5, 0.25, 0.5, -1, 0.25, 2], 4);
    [6.6942749, 3.82057701, 2.49813549, 0.98701259].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 7));
    const first = [0.63163463, 0.15053664, 0.75675262, 0.07551088];
    first.forEach((value, k) => expect(vectors[0]![k]).toBeCloseTo(value, 7));
    const last = [-0.40680507, 0.55415791, 0.15859337, 0.70870783];
    last.forEach((value, k) => expect(vectors[3]![k]).toBeCloseTo(value, 7));
  });

  it('takes a matrix of sixty rows apart and puts it together again', () => {
    const size = 60;
    const uniform = uniforms(11);
    const rows = Array.from({ length: 2 * size }, () => Array.from({ length: size }, () => uniform() - 0.5));
    const matrix = Array.from({ length: size * size }, (_, at) =>
      rows.reduce((sum, row) => sum + row[Math.floor(at / size)]! * row[at % size]!, 0),
    );
    const { values, vectors } = symmetricEigen(matrix, size);
    matrix.forEach((value, at) => {
      const again = vectors.reduce(
        (sum, vector, k) => sum + values[k]! * vector[Math.floor(at / size)]! * vector[at % size]!,
        0,
      );
      expect(again).toBeCloseTo(value, 9);
    });
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
  });

  it('refuses what is no matrix of numbers', () => {
    expect(() => symmetricEigen([1, 2, 3], 2)).toThrow('symmetricEigen requires 4 numbers');
    expect(() => symmetricEigen([1, Number.NaN, Number.NaN, 1], 2)).toThrow('finite');
  });
});

describe('fitMargins', () => {
  const reference = [40, 10, 5, 10, 30, 15, 2, 8, 60];
  const odds = (table: ArrayLike<number>) => (table[0]! * table[4]!) / (table[1]! * table[3]!);

  it('takes the margins of the table and keeps the odds ratios of the reference', () => {
    const table = [90, 3, 7, 10, 20, 30, 5, 5, 30];
    const fitted = fitMargins(reference, table, 3, 3);
    for (let row = 0; row < 3; row++) {
      const sums = [table, fitted].map((of) => of[3 * row]! + of[3 * row + 1]! + of[3 * row + 2]!);
      expect(sums[1]).toBeCloseTo(sums[0]!, 3);
    }
    for (let column = 0; column < 3; column++) {
      expect(fitted[column]! + fitted[column + 3]! + fitted[column + 6]!).toBeCloseTo(
        table[column]! + table[column + 3]! + table[column + 6]!,
        3,
      );
    }
    expect(odds(fitted)).toBeCloseTo(odds(reference), 9);
  });

  it('leaves a row empty that the table does not have', () => {
    const fitted = fitMargins(reference, [50, 20, 30, 0, 0, 0, 5, 5, 30], 3, 3);
    expect([...fitted.slice(3, 6)]).toEqual([0, 0, 0]);
    expect(fitted.every(Number.isFinite)).toBe(true);
  });
});

describe('cramersV', () => {
  it('agrees with the formula on the chi-square of scipy.stats.chi2_contingency 1.17.1', () => {
    const { v, p_value } = cramersV([30, 10, 5, 8, 25, 12, 2, 15, 43], 3, 3);
    expect(v).toBeCloseTo(0.49516909114, 10);
    expect(p_value / 9.151699084649239e-16).toBeCloseTo(1, 9);
  });

  it('is 0 for independent values, 1 where each tells the other, and passes over empty rows', () => {
    expect(cramersV([10, 20, 30, 60], 2, 2).v).toBe(0);
    expect(cramersV([500, 0, 0, 0, 500, 0, 0, 0, 500], 3, 3).v).toBeCloseTo(1, 2);
    expect(cramersV([30, 10, 0, 0, 8, 25], 3, 2)).toEqual(cramersV([30, 10, 8, 25], 2, 2));
    expect(cramersV([30, 10, 0, 0], 2, 2)).toEqual({ v: 0, p_value: 1 });
  });
});
