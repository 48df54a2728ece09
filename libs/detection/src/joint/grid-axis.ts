import { displayGroups } from '@anchorwatch/stats';
import type { Bins } from '../baselines/baseline.js';
import { binCount } from '../counting/binner.js';

/** How the bins of a feature become the rows or columns of a grid. */
export interface GridAxis {
  /** The group of each bin; -1 for NEW, which has a test of its own. */
  readonly groups: readonly number[];
  readonly labels: readonly string[];
}

const most = 8;

/** At most eight groups of about equal share; of categories the seven most frequent and the rest. @param counts per bin */
export function gridAxis(bins: Bins, counts: readonly number[]): GridAxis {
  if (bins.kind === 'categories') return ofCategories(bins.categories, bins.other.length > 0);
  const known = binCount(bins) - (bins.kind === 'values' ? 1 : 0);
  if (counts.slice(0, known).every((count) => count === 0)) return { groups: counts.map(() => -1), labels: [] };
  const groups = Array.from(displayGroups(counts.slice(0, known), most));
  const labels = Array.from({ length: groups.at(-1)! + 1 }, (_, group) =>
    labelOf(bins, groups.indexOf(group), groups.lastIndexOf(group)),
  );
  return { groups: bins.kind === 'values' ? [...groups, -1] : groups, labels };
}

function ofCategories(categories: readonly string[], hasOther: boolean): GridAxis {
  const own = categories.length <= most - (hasOther ? 1 : 0) ? categories.length : most - 1;
  const rest = own < categories.length || hasOther;
  const groups = categories.map((_, bin) => Math.min(bin, own));
  const labels = [...categories.slice(0, own), ...(rest ? ['other'] : [])];
  return { groups: [...groups, rest ? own : -1, -1], labels };
}

function labelOf(bins: Bins, first: number, last: number): string {
  const text = (value: number): string => String(Number(value.toPrecision(4)));
  if (bins.kind === 'values') {
    const [from, to] = [text(bins.values[first]!), text(bins.values[last]!)];
    return from === to ? from : `${from} to ${to}`;
  }
  const edges = bins.kind === 'quantile' ? bins.edges : [];
  const [from, to] = [edges[first - 1], edges[last]];
  if (from === undefined) return to === undefined ? 'all' : `< ${text(to)}`;
  return to === undefined ? `>= ${text(from)}` : `${text(from)} to ${text(to)}`;
}
