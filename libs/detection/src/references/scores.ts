import { normalScores } from '@anchorwatch/stats';
import { sumOf } from '../counting/beside.js';

/** Steps of a score: a power of two, so that sums of scores are exact. */
const step = 2 ** -12;

/**
 * Normal scores of the bins of a number, rounded.
 *
 * @param newBin the last bin, where values that the baseline never had are counted: they have no place among the others, and
 *   score 0
 * @returns one score a bin; none where no value has a place
 */
export function scoresOf(counts: Float64Array, newBin: number | undefined): readonly number[] {
  const placed = counts.subarray(0, newBin);
  if (sumOf(placed) === 0) return [];
  const scores = normalScores(placed).map((score) => Math.round(score / step) * step);
  return newBin === undefined ? scores : [...scores, 0];
}

/** The sum of the scores of counts over the same bins. */
export function scoreOf(scores: readonly number[], counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bin = 0; bin < scores.length; bin++) sum += scores[bin]! * counts[bin]!;
  return sum;
}
