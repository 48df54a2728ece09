import { normalQuantile } from './normal-quantile.js';
import { totalOf } from './total-of.js';

/**
 * The mean of a standard normal variable within each bin, when the bins cut it into the shares of the reference:
 *
 *   z_k = (φ(a_{k−1}) − φ(a_k)) / p_k,   a_k = Φ⁻¹(F_k)
 *
 * Scored so, a value has mean 0 and at most variance 1 under the reference, whatever its distribution, ties included, and
 * the sum of n of them is below a normal variable of variance n in convex order, since it is its conditional mean: see
 * `convexOrderPValue`. Among all scores these see a shift of a normal variable best.
 *
 * @param referenceCounts counts per bin in ascending order, total N > 0
 * @returns one score a bin. A bin without mass gets the score of its place, taken for half a value from the end.
 * @see van der Waerden (1952), Indag. Math. 14:453–458; Hájek, Šidák & Sen (1999), Theory of Rank Tests, ch. 4
 */
export function normalScores(referenceCounts: ArrayLike<number>): number[] {
  const total = totalOf(referenceCounts, 'normalScores');
  const scores: number[] = [];
  let below = 0;
  for (let bin = 0; bin < referenceCounts.length; bin++) {
    const count = referenceCounts[bin]!;
    const share = count / total;
    const from = below / total;
    below += count;
    if (count === 0) scores.push(-normalQuantile(Math.min(1 - 0.5 / total, Math.max(0.5 / total, from))));
    else scores.push((densityAt(from) - densityAt(below / total)) / share);
  }
  return scores;
}

/** Density of the standard normal law at its quantile. */
function densityAt(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  const z = normalQuantile(share);
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
