import type { Beyond } from './baseline.js';
import type { Extremes, Reach } from './extremes.js';

/** Clusters that chance alone would give at least this often are none. */
const plausible = 0.01;

/**
 * The size of the clusters in which extremes come, for each window length: values that depend on each other, wander or
 * trend reach new extremes many at a time, and then so many of them count as one. It is the most values that one of the
 * windows with the farthest values has beyond all windows that are not among them; 1 where independent values would have
 * clustered as much, 0 where the most extreme value is too common to be one.
 *
 * @param low     the values of the lowest bin
 * @param high    the values of the highest bin
 * @param count   values in all bins; the answer where a whole outer bin lies in one window, or more of it in few windows than
 *   is kept, because then nobody can tell
 * @param reaches those of both ends
 * @see Smith & Weissman (1994), J. R. Statist. Soc. B 56(3):515–528, for the extremal index by blocks
 */
export function beyondOf(low: Extremes, high: Extremes, count: number, reaches: readonly Reach[]): Beyond[] {
  const [lowest, highest] = [clustersOf(low, count, reaches), clustersOf(high, count, reaches)];
  const found: Beyond[] = [];
  reaches.forEach(({ scale }, at) => {
    const former = found.at(-1);
    found.push({
      scale,
      below: Math.max(former?.below ?? 0, lowest[at]!),
      above: Math.max(former?.above ?? 0, highest[at]!),
    });
  });
  return found;
}

function clustersOf(extremes: Extremes, count: number, reaches: readonly Reach[]): readonly number[] {
  return extremes.farthest().map(({ counts, kind }, at) => {
    const isUntold = kind === 'unknown' || (kind === 'all' && counts.length === 1);
    return isUntold ? count : clusterOf(counts, reaches[at]!.windows);
  });
}

function clusterOf(counts: readonly number[], windows: number): number {
  const largest = Math.max(0, ...counts);
  if (largest <= 1) return largest;
  // As many windows with more than one value, and as many values more, by chance: about their Poisson probability.
  const rate = counts.length / windows;
  const several = counts.filter((count) => count > 1);
  const more = several.reduce((sum, count) => sum + count - 2, 0);
  let chance = rate ** more;
  several.forEach((_, k) => (chance *= (counts.length * rate) / 2 / (k + 1)));
  return chance >= plausible ? 1 : largest;
}
