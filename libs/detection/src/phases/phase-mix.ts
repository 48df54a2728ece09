import type { BaselineCounts } from '../baselines/baseline.js';
import { Expected, type Axis } from '../references/expected.js';

/** What windows expect, by how many of their events fell into each group of hours. */
export class PhaseMix {
  private readonly groups: readonly Expected[];

  /** @param counts of each group of hours, at least one with values */
  constructor(
    counts: readonly BaselineCounts[],
    private readonly axis: Axis,
  ) {
    this.groups = counts.map((counted) => Expected.of(counted, axis));
  }

  /** Normal scores of the bins in one group; empty where the baseline had nothing. */
  scoresOf(group: number): readonly number[] {
    return this.groups[group]!.scores;
  }

  /**
   * The expectation of a window: Σ m_g·p_g with its m_g values in group g, as uncertain as a sample of
   * N = n² / Σ(m_g²/N_g). Values that lie in no bin likewise, by all values of the groups.
   *
   * @param values     of the window in bins, by group
   * @param everything of the window, values in no bin included, by group
   * @returns undefined when the window is empty or lies where the baseline had nothing
   */
  of(values: ArrayLike<number>, everything: ArrayLike<number>): Expected | undefined {
    const only = this.onlyGroup(everything);
    if (only !== undefined) return only.total > 0 ? only : undefined;
    const inBins = sizeOf(values, this.groups, (group) => group.total);
    const inAll = sizeOf(everything, this.groups, (group) => group.everything);
    if (inBins === undefined || inAll === undefined) return undefined;
    const counts = new Float64Array(this.groups[0]!.counts.length);
    const outside = new Array<number>(this.groups[0]!.outside.length).fill(0);
    this.groups.forEach((group, at) => {
      if (everything[at] === 0) return;
      const share = inAll.scale * (everything[at]! / group.everything);
      group.outside.forEach((count, place) => (outside[place]! += share * count));
      if (values[at] === 0) return;
      const weight = inBins.scale * (values[at]! / group.total);
      for (let bin = 0; bin < counts.length; bin++) counts[bin]! += weight * group.counts[bin]!;
    });
    return new Expected(counts, outside, this.axis, inAll.size);
  }

  /** Windows within one group of hours share its expectation, whatever their size. */
  private onlyGroup(everything: ArrayLike<number>): Expected | undefined {
    let found: Expected | undefined;
    for (let at = 0; at < this.groups.length; at++) {
      if (everything[at] === 0) continue;
      if (found !== undefined) return undefined;
      found = this.groups[at];
    }
    return found;
  }
}

/** The size N that a mix is as uncertain as, and N/n; undefined where nothing is, or the baseline had nothing. */
function sizeOf(
  events: ArrayLike<number>,
  groups: readonly Expected[],
  of: (group: Expected) => number,
): { readonly size: number; readonly scale: number } | undefined {
  let n = 0;
  let squares = 0;
  groups.forEach((group, at) => {
    const here = events[at]!;
    if (here === 0) return;
    n += here;
    squares += (here * here) / of(group);
  });
  return n > 0 && squares < Infinity ? { size: (n * n) / squares, scale: n / squares } : undefined;
}
