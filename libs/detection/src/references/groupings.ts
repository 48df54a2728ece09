import { groupCounts, mergeSparseBins, neymanBasis } from '@anchorwatch/stats';
import { sumOf } from '../counting/beside.js';
import { groupsInOrder, sharesUpTo, type GroupsInOrder } from './groups-in-order.js';

/** Bins joined so that a window expects at least ten in each group, with the smooth test's directions on them. */
export interface Grouping {
  readonly groups: Uint16Array;
  readonly count: number;
  /** The baseline's counts over the groups. */
  readonly reference: Float64Array;
  /** Empty for subjects without order. */
  readonly basis: readonly Float64Array[];
  /** The third moment of each direction over the baseline, by which a component leans to one side. */
  readonly thirds: readonly number[];
  /** For `shapeIsCalm`: how the groups lie in order. Undefined for subjects without order. */
  readonly inOrder: GroupsInOrder | undefined;
}

const minimumExpected = 10;
/** Of what the baseline saw less often nobody knows well how often it comes. */
const wellSeen = 20;

/** Groupings of one reference for windows of any size; similar sizes share one, so few are ever built. */
export class Groupings {
  private readonly known = new Map<number, Grouping>();
  private readonly different: Grouping[] = [];
  private readonly total: number;
  /** The baseline's share up to and with each bin, the same for all groupings. */
  private shares: Float64Array | undefined;

  constructor(
    private readonly reference: ArrayLike<number>,
    private readonly ordered: boolean,
  ) {
    this.total = sumOf(reference);
  }

  /** @param n size of the window, whole, at least 1; where the baseline is smaller, it is the baseline that expects ten in each */
  at(n: number): Grouping {
    const size = Math.max(1, roundedDown(Math.min(n, this.total)));
    let grouping = this.known.get(size);
    if (grouping === undefined) {
      const merged = mergeSparseBins(this.reference, size, minimumExpected, this.ordered);
      grouping = this.joined(this.ordered ? merged : withRareTogether(merged, this.reference));
      this.known.set(size, grouping);
    }
    return grouping;
  }

  /** Sizes whose bins are joined alike share one grouping: from some size on every bin stays alone. */
  private joined(groups: Uint16Array): Grouping {
    const same = this.different.find((known) => known.groups.every((group, bin) => group === groups[bin]));
    if (same !== undefined) return same;
    const made = this.build(groups);
    this.different.push(made);
    return made;
  }

  private build(groups: Uint16Array): Grouping {
    const reference = groupCounts(this.reference, groups);
    const basis = this.ordered && reference.length > 1 ? neymanBasis(reference, 4) : [];
    const inOrder = this.ordered ? groupsInOrder((this.shares ??= sharesUpTo(this.reference)), groups) : undefined;
    const thirds = basis.map((direction) => thirdMoment(direction, reference, this.total));
    return { groups, count: reference.length, reference, basis, thirds, inOrder };
  }
}

/**
 * Categories of which the baseline itself saw few share one group: sorted by what it happened to see of each, the first of them
 * were seen too often and the last too seldom.
 * @param groups by descending share
 */
function withRareTogether(groups: Uint16Array, reference: ArrayLike<number>): Uint16Array {
  const first = groups.reduce(
    (least, group, bin) => (reference[bin]! < wellSeen ? Math.min(least, group) : least),
    Infinity,
  );
  return groups.map((group) => Math.min(group, first));
}

/** Of a polynomial with mean 0 and variance 1 over counts. */
function thirdMoment(polynomial: Float64Array, counts: Float64Array, total: number): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin]! * polynomial[bin]! ** 3;
  return sum / total;
}

/**
 * Exact up to 256, then in steps of 1/32 of the power of two below: expectations stay at or above the minimum.
 * @param n at least 0, below 2³²
 */
export function roundedDown(n: number): number {
  const whole = Math.floor(n);
  if (whole <= 256) return whole;
  const step = 2 ** (26 - Math.clz32(whole));
  return whole - (whole % step);
}
