/**
 * Groups of bins that have an order, by the baseline's distribution function P: what is asked of every window to see whether it
 * is calm, laid out so that one walk over the groups knows how far the window's own function Q can be from it.
 */
export interface GroupsInOrder {
  /** The last bin of each group. */
  readonly lasts: Uint16Array;
  /** P up to and with each bin. */
  readonly upTo: Float64Array;
  /**
   * Q − P is at most Q behind a group less P before it anywhere within the group, because either only rises: so this is P
   * before each group, or behind it where the group is one bin, within which there is no place.
   */
  readonly floors: Float64Array;
  /** Likewise P − Q is at most P behind a group less Q before it: by group, P behind the next one, or behind itself where the next is one bin. */
  readonly ceilings: Float64Array;
  /** The most that P − Q can be within the first group. */
  readonly first: number;
  /** One over the baseline's share of each group. */
  readonly weights: Float64Array;
}

/** The share of counts up to and with each bin. @param counts with a sum above 0 */
export function sharesUpTo(counts: ArrayLike<number>): Float64Array {
  const upTo = Float64Array.from(counts);
  for (let bin = 1; bin < upTo.length; bin++) upTo[bin]! += upTo[bin - 1]!;
  const total = upTo.at(-1)!;
  return upTo.map((sum) => sum / total);
}

/**
 * @param upTo   see `sharesUpTo`
 * @param groups of each bin, ascending from 0 without gaps
 */
export function groupsInOrder(upTo: Float64Array, groups: Uint16Array): GroupsInOrder {
  const count = groups.at(-1)! + 1;
  const lasts = new Uint16Array(count);
  groups.forEach((group, bin) => (lasts[group] = bin));
  const behind = Float64Array.from(lasts, (last) => upTo[last]!);
  const weights = behind.map((share, group) => 1 / (share - (behind[group - 1] ?? 0)));
  // Where every bin is alone there is one function, and it is kept once.
  if (count === groups.length) return { lasts, upTo, floors: upTo, ceilings: upTo, first: 0, weights };
  const isAlone = (group: number): boolean => lasts[group] === (lasts[group - 1] ?? -1) + 1;
  const floors = behind.map((share, group) => (isAlone(group) ? share : (behind[group - 1] ?? 0)));
  const ceilings = behind.map((share, group) =>
    group + 1 < count && !isAlone(group + 1) ? behind[group + 1]! : share,
  );
  return { lasts, upTo, floors, ceilings, first: isAlone(0) ? 0 : behind[0]!, weights };
}
