import { jointRanks } from './joint-ranks.js';

/**
 * Exact one-sided p-value of Wilcoxon's rank sum: the chance that n of the n + m values, drawn by lot, have a sum of midranks as small as those of x.
 * It is conditional on the ties, so that it holds for any sizes and any number of them, where the normal limit is off by orders of magnitude in the tail.
 * Counted by dynamic programming in O((n + m) · n · s) for a rank sum of s.
 *
 * @param x sample of n ≥ 1 values, no NaN, supposed to be the lower ones
 * @param y sample of m ≥ 1 values, no NaN
 * @returns in (0, 1]; 1 when all values are equal
 * @throws RangeError for an empty sample, a NaN, or more than 200 values
 * @see Streitberg & Röhmel (1986), Exact distributions for permutation and rank tests, Statistical Software Newsletter 12:10–17
 */
export function rankSumPValue(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length + y.length > 200) throw new RangeError('rankSumPValue requires at most 200 values');
  const ranked = jointRanks(x, y, 'rankSumPValue');
  // Midranks are halves: twice as much is whole.
  const doubled = [...ranked.x, ...ranked.y].map((rank) => Math.round(2 * rank));
  const n = x.length;
  const seen = doubled.slice(0, n).reduce((sum, rank) => sum + rank, 0);
  // In how many ways k of the items so far have each sum.
  const counts = Array.from({ length: n + 1 }, () => new Float64Array(seen + 1));
  counts[0]![0] = 1;
  for (const [at, rank] of doubled.entries())
    for (let k = Math.min(n, at + 1); k >= 1; k--) {
      const [to, from] = [counts[k]!, counts[k - 1]!];
      for (let sum = seen; sum >= rank; sum--) to[sum]! += from[sum - rank]!;
    }
  const ways = counts[n]!.reduce((total, count) => total + count, 0);
  return Math.min(1, ways / choose(doubled.length, n));
}

/** n over k, as a double: at most 10^59 for 200 values. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
