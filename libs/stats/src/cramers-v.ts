import { chiSquareSf } from './chi-square-sf.js';

/** How much two grouped values depend on each other. */
export interface Association {
  /** Cramér's V without its bias, 0 (independent) to 1 (each tells the other). */
  readonly v: number;
  /** Of Pearson's test of independence. */
  readonly p_value: number;
}

/**
 * Cramér's V of a table of counts, with the bias of small samples taken off.
 *
 *   φ² = max(0, X²/n − (r − 1)(c − 1)/(n − 1)),   V = √(φ² / min(r̃ − 1, c̃ − 1)),   r̃ = r − (r − 1)²/(n − 1)
 *
 * Rows and columns without counts do not count as such.
 *
 * @param counts row by row, rows × columns, ≥ 0
 * @returns v 0 and p_value 1 when fewer than two rows or columns hold counts
 * @see Bergsma (2013), J. Korean Stat. Soc. 42(3):323–328
 */
export function cramersV(counts: ArrayLike<number>, rows: number, columns: number): Association {
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  for (let cell = 0; cell < rows * columns; cell++) {
    rowSums[Math.floor(cell / columns)]! += counts[cell]!;
    columnSums[cell % columns]! += counts[cell]!;
  }
  const total = rowSums.reduce((sum, count) => sum + count, 0);
  const r = rowSums.filter((count) => count > 0).length;
  const c = columnSums.filter((count) => count > 0).length;
  if (r < 2 || c < 2) return { v: 0, p_value: 1 };
  let statistic = 0;
  for (let cell = 0; cell < rows * columns; cell++) {
    const expected = (rowSums[Math.floor(cell / columns)]! * columnSums[cell % columns]!) / total;
    if (expected > 0) statistic += (counts[cell]! - expected) ** 2 / expected;
  }
  const df = (r - 1) * (c - 1);
  const phi = Math.max(0, statistic / total - df / (total - 1));
  const smaller = Math.min(r - (r - 1) ** 2 / (total - 1), c - (c - 1) ** 2 / (total - 1)) - 1;
  return { v: Math.min(1, Math.sqrt(phi / smaller)), p_value: chiSquareSf(statistic, df) };
}
