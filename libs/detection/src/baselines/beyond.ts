import type { Beyond } from './baseline.js';

/** The values of one open end of the bins, with the tick of each. */
export interface EndValues {
  readonly values: ArrayLike<number>;
  readonly ticks: ArrayLike<number>;
}

/** As many of the windows with the farthest values are looked at, of an eighth of all: fewer lie too far out to be typical. */
const mostWindows = 30;
/** Clusters that chance alone would give at least this often are none. */
const plausible = 0.01;

/**
 * The size of the clusters in which extremes come, for each window length: values that depend on each other, wander or
 * trend reach new extremes many at a time, and then so many of them count as one. It is the most values that one of the
 * windows with the farthest values has beyond all windows that are not among them; 1 where independent values would have
 * clustered as much, 0 where the most extreme value is too common to be one.
 *
 * @param low    the values of the lowest bin
 * @param high   the values of the highest bin
 * @param count  values in all bins; the answer where a whole outer bin lies in one window, because then nobody can tell
 * @param ticks  length of the baseline
 * @param scales window lengths in ticks, ascending
 * @see Smith & Weissman (1994), J. R. Statist. Soc. B 56(3):515–528, for the extremal index by blocks
 */
export function beyondOf(
  low: EndValues,
  high: EndValues,
  count: number,
  ticks: number,
  scales: readonly number[],
): Beyond[] {
  const lowest = outwards(low, -1);
  const highest = outwards(high, 1);
  const found: Beyond[] = [];
  for (const scale of scales) {
    const windows = ticks / scale;
    const former = found.at(-1);
    found.push({
      scale,
      below: Math.max(former?.below ?? 0, clusterAt(lowest, scale, windows, count)),
      above: Math.max(former?.above ?? 0, clusterAt(highest, scale, windows, count)),
    });
  }
  return found;
}

interface Extreme {
  readonly value: number;
  readonly tick: number;
}

/** The farthest first. */
function outwards({ values, ticks }: EndValues, side: 1 | -1): readonly Extreme[] {
  return Array.from(values, (value, k) => ({ value: side * value, tick: ticks[k]! })).sort((a, b) => b.value - a.value);
}

function clusterAt(extremes: readonly Extreme[], scale: number, windows: number, count: number): number {
  const farthest = Math.max(1, Math.min(mostWindows, Math.floor(windows / 8)));
  const counts = new Map<number, number>();
  for (let first = 0, after = 0; first < extremes.length; first = after) {
    while (after < extremes.length && extremes[after]!.value === extremes[first]!.value) after++;
    const group = extremes.slice(first, after).map(({ tick }) => Math.floor(tick / scale));
    if (new Set([...counts.keys(), ...group]).size > farthest) return clusterOf([...counts.values()], windows);
    for (const window of group) counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return counts.size === 1 ? count : clusterOf([...counts.values()], windows);
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
