import { normalScores } from '@anchorwatch/stats';

/** Steps of a score: a power of two, so that sums of scores are exact. */
const step = 2 ** -12;

/** Normal scores of the bins of a number, rounded. */
export function scoresOf(counts: ArrayLike<number>): readonly number[] {
  return normalScores(counts).map((score) => Math.round(score / step) * step);
}

/** The sum of the scores of counts over the same bins. @param newBin has no place among them and counts as 0 */
export function scoreOf(scores: readonly number[], counts: ArrayLike<number>, newBin: number | undefined): number {
  let sum = 0;
  for (let bin = 0; bin < scores.length; bin++) sum += scores[bin]! * counts[bin]!;
  return newBin === undefined || scores.length === 0 ? sum : sum - scores[newBin]! * counts[newBin]!;
}
