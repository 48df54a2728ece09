import { nextAfter } from '@anchorwatch/stats';
import type { BaselineProfile, BaselineSubject, Bins } from '../baselines/baseline.js';
import { noneBeside } from '../counting/beside.js';
import { binCount, makeBinner, newBin } from '../counting/binner.js';
import type { Summed } from '../comparing/compared-counts.js';

/** Counts of one baseline over the bins of another. */
export interface Rebinned {
  readonly counts: Summed;
  /** Whether no count had to be divided or guessed: the bins are the same, or every value has a bin of its own. */
  readonly exact: boolean;
}

/**
 * Brings the counts of one baseline's subject onto the bins of another's. Values and categories fall into the bin that the
 * other has for them. Counts of ranges are divided as if values lay evenly in each bin, whose open ends are closed at the
 * least and most of that baseline; of 60 bins that moves at most a share of 1/60 at each edge.
 * @returns undefined when one has numbers and the other categories, both are derived from other components or grids, or they
 *   are sums over points, which have no bins
 */
export function rebinned(from: BaselineSubject, profile: BaselineProfile, to: BaselineSubject): Rebinned | undefined {
  if (to.bins.kind === 'sums' || JSON.stringify(from.derived) !== JSON.stringify(to.derived)) return undefined;
  const found = countsOver(from, profile.counts, to.bins);
  if (found === undefined) return undefined;
  const { nulls, wrong_type, nans = 0, infinities = 0 } = profile;
  return { counts: { ...noneBeside, counts: found.counts, nulls, wrong_type, nans, infinities }, exact: found.exact };
}

interface Counted {
  readonly counts: readonly number[];
  readonly exact: boolean;
}

function countsOver(from: BaselineSubject, counts: readonly number[], to: Bins): Counted | undefined {
  const { bins } = from;
  if (JSON.stringify(bins) === JSON.stringify(to)) return { counts, exact: true };
  if (bins.kind === 'categories' && to.kind === 'categories') {
    // OTHER is many categories, of which nobody knows the counts.
    const other = counts[bins.categories.length]!;
    const rest = [
      { bin: to.categories.length, count: other },
      { bin: newBin(to)!, count: counts.at(-1)! },
    ];
    return { counts: placed(bins.categories, counts, to, rest), exact: other === 0 };
  }
  if (bins.kind === 'values' && (to.kind === 'values' || to.kind === 'quantile')) {
    const unseen = counts.at(-1)!;
    const rest = to.kind === 'values' ? [{ bin: newBin(to)!, count: unseen }] : [];
    return { counts: placed(bins.values, counts, to, rest), exact: to.kind === 'values' || unseen === 0 };
  }
  if (bins.kind === 'quantile' && to.kind === 'quantile')
    return { counts: divided(limitsOf(from, bins.edges), counts, to.edges), exact: false };
  if (bins.kind === 'quantile' && to.kind === 'values') {
    const below = divided(
      limitsOf(from, bins.edges),
      counts,
      to.values.flatMap((value) => [value, nextAfter(value)]),
    );
    const own = to.values.map((_, at) => below[2 * at + 1]!);
    const all = counts.reduce((sum, count) => sum + count, 0);
    return { counts: [...own, all - own.reduce((sum, count) => sum + count, 0)], exact: false };
  }
  return undefined;
}

function placed(
  names: readonly (number | string)[],
  counts: readonly number[],
  to: Bins,
  rest: readonly { readonly bin: number; readonly count: number }[],
): readonly number[] {
  const found = new Array<number>(binCount(to)).fill(0);
  const binOf = makeBinner(to, true);
  names.forEach((name, at) => (found[binOf(name)]! += counts[at]!));
  for (const { bin, count } of rest) found[bin]! += count;
  return found;
}

/** The edges with the open ends closed. */
function limitsOf({ least, most }: BaselineSubject, edges: readonly number[]): readonly number[] {
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const width = edges.length > 1 ? (last - first) / (edges.length - 1) : 1;
  return [Math.min(first, least ?? first - width), ...edges, Math.max(last, nextAfter(most ?? last + width))];
}

/** Counts between the new edges, of values that lie evenly between the old limits; whole, with the same sum. */
function divided(limits: readonly number[], counts: readonly number[], edges: readonly number[]): readonly number[] {
  const below = edges.map((edge) => Math.round(countBelow(edge, limits, counts)));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [...below, all].map((until, bin) => until - (below[bin - 1] ?? 0));
}

function countBelow(edge: number, limits: readonly number[], counts: readonly number[]): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const [from, to] = [limits[bin]!, limits[bin + 1]!];
    if (edge >= to) sum += counts[bin]!;
    else if (edge > from) return sum + counts[bin]! * ((edge - from) / (to - from));
    else return sum;
  }
  return sum;
}
