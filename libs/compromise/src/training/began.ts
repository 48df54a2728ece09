import type { Question } from './excess.js';
import type { JudgedRow } from './judged-row.js';

/** One of a hundred sources that were bad from their first row on is said to have begun later. */
const clearly = Math.log(100);

/**
 * Where in the rows of one source its flips began: the lowest point of its summed log-likelihood ratio, which is where
 * Page's CUSUM left 0 for the last time before it rose for good.
 *
 * @param rows  of one source, in the file's order
 * @param model of a row: chance of a disagreement if nothing is flipped, and how much each flipped share adds to it
 * @param rate  the flipped share to compare with
 * @returns the number of the first row, or null when it may have been so from the beginning
 * @see Page (1954), Biometrika 41(1/2):100–115
 */
export function beganAt(
  rows: readonly JudgedRow[],
  question: Question,
  model: (row: JudgedRow) => { readonly q: number; readonly a: number } | undefined,
  rate: number,
): number | null {
  let sum = 0;
  let lowest = 0;
  let at = -1;
  rows.forEach((row, place) => {
    const chance = model(row);
    if (chance === undefined || row.vote === undefined) return;
    const { q } = chance;
    const flipped = Math.min(0.999, q + rate * chance.a);
    const hit = question === 'any' ? row.label !== row.vote.says : row.label === question.to;
    sum += hit ? Math.log(flipped / q) : Math.log((1 - flipped) / (1 - q));
    if (sum < lowest) {
      lowest = sum;
      at = place;
    }
  });
  return lowest < -clearly ? (rows[at + 1]?.row ?? null) : null;
}
