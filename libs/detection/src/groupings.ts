import { groupCounts, mergeSparseBins, neymanBasis } from '@anchorwatch/stats';

/** Bins joined so that a window expects at least ten in each group, with the smooth test's directions on them. */
export interface Grouping {
  readonly groups: Uint16Array;
  readonly count: number;
  /** The baseline's counts over the groups. */
  readonly reference: Float64Array;
  /** Empty for subjects without order. */
  readonly basis: readonly Float64Array[];
}

const minimumExpected = 10;

/** Groupings of one reference for windows of any size; similar sizes share one, so few are ever built. */
export class Groupings {
  private readonly known = new Map<number, Grouping>();

  constructor(
    private readonly reference: ArrayLike<number>,
    private readonly ordered: boolean,
  ) {}

  /** @param n size of the window, whole, at least 1 */
  at(n: number): Grouping {
    const size = roundedDown(n);
    let grouping = this.known.get(size);
    if (grouping === undefined) {
      grouping = this.build(size);
      this.known.set(size, grouping);
    }
    return grouping;
  }

  private build(n: number): Grouping {
    const groups = mergeSparseBins(this.reference, n, minimumExpected, this.ordered);
    const reference = groupCounts(this.reference, groups);
    const basis = this.ordered && reference.length > 1 ? neymanBasis(reference, 4) : [];
    return { groups, count: reference.length, reference, basis };
  }
}

/** Exact up to 256, then in steps of 1/32 of the power of two below: expectations stay at or above the minimum. */
export function roundedDown(n: number): number {
  if (n <= 256) return Math.floor(n);
  const step = 2 ** (Math.floor(Math.log2(n)) - 5);
  return Math.floor(n / step) * step;
}
