import { chiSquareTwoSample } from '@anchorwatch/stats';
import type { GroupsInOrder } from '../references/groups-in-order.js';
import type { Grouping } from '../references/groupings.js';
import type { CalmLimits } from './calm-limits.js';

/** Subjects with more bins are looked at in full. */
const mostBins = 512;
/** Room for how far the shares of a window lie from the baseline's in each group of bins. */
const apart = new Float64Array(mostBins);

/**
 * Whether none of the tests of `shape` can be as surprising as a level p, by one pass over the groups that allocates nothing.
 * It may say no where `shape` finds nothing, never yes where it finds something, because with c = overdispersion, q and p_k
 * the shares of window and baseline in the groups of bins, and D_k how far their distribution functions lie apart behind group k:
 *
 * - KS: 2·exp(−2·n_e/c·(D − tolerance)²) > p  ⇔  (D − tolerance)²·n_e/c < ln(2/p)/2, for D above the tolerance. Within a group
 *   either function rises by its share at most: there the difference is between D_k−1 − p_k and D_k−1 + q_k. Only where that is
 *   too much is D itself looked at.
 * - Chi-square of two samples is n·N·Σ(q − p)²/(n·q + N·p) ≤ n·Σ(q − p)²/p. With a tolerance its law is the non-central one,
 *   whose upper tail is never below the central one's, so the central quantile is a limit for both.
 * - Components: 2·P(Z ≥ (|V| − tolerance)/√c) > p  ⇔  |V| < tolerance + z(p)·√c. They are coordinates in an orthonormal
 *   basis, so V² ≤ n_e·Σ(q − p)²/p: only where that is too much is each looked at.
 *
 * @param vector begins with how many values lie up to and with each bin
 * @param n      values in them
 * @param limits for so many values, beside a reference of a number
 */
export function shapeIsCalm(vector: Uint32Array, n: number, limits: CalmLimits): boolean {
  if (!limits.isTested) return true;
  const grouping = limits.grouping!;
  const { lasts, upTo, floors, ceilings, first, weights } = grouping.inOrder!;
  const count = lasts.length;
  if (count > mostBins) return false;
  const each = 1 / n;
  let most = first;
  let squares = 0;
  let before = 0;
  for (let group = 0; group < count; group++) {
    const last = lasts[group]!;
    const share = vector[last]! * each;
    const above = share - floors[group]!;
    const below = ceilings[group]! - share;
    if (above > most) most = above;
    if (below > most) most = below;
    const distance = share - upTo[last]!;
    const difference = distance - before;
    before = distance;
    apart[group] = difference;
    squares += difference * difference * weights[group]!;
  }
  if (most > limits.distance && farthest(vector, each, grouping.inOrder!) > limits.distance) return false;
  if (!(squares <= limits.squares) && !(chiSquareOf(vector, grouping) <= limits.chiSquare)) return false;
  return squares <= limits.inAll || componentsAreCalm(grouping, limits.components);
}

/** The largest distance of the distribution functions. */
function farthest(vector: Uint32Array, each: number, { upTo }: GroupsInOrder): number {
  let most = 0;
  for (let bin = 0; bin < upTo.length; bin++) {
    const distance = Math.abs(vector[bin]! * each - upTo[bin]!);
    if (distance > most) most = distance;
  }
  return most;
}

function componentsAreCalm({ count, basis }: Grouping, limits: readonly number[]): boolean {
  if (basis.length === 4) return fourAreCalm(count, basis, limits);
  return basis.every((direction, j) => {
    let component = 0;
    for (let group = 0; group < count; group++) component += apart[group]! * direction[group]!;
    return Math.abs(component) <= limits[j]!;
  });
}

/** All four in one walk, so that no sum waits for itself. */
function fourAreCalm(count: number, basis: readonly Float64Array[], limits: readonly number[]): boolean {
  const [first, second, third, fourth] = [basis[0]!, basis[1]!, basis[2]!, basis[3]!];
  let [v1, v2, v3, v4] = [0, 0, 0, 0];
  for (let group = 0; group < count; group++) {
    const difference = apart[group]!;
    v1 += difference * first[group]!;
    v2 += difference * second[group]!;
    v3 += difference * third[group]!;
    v4 += difference * fourth[group]!;
  }
  return (
    Math.abs(v1) <= limits[0]! && Math.abs(v2) <= limits[1]! && Math.abs(v3) <= limits[2]! && Math.abs(v4) <= limits[3]!
  );
}

function chiSquareOf(vector: Uint32Array, { reference, inOrder }: Grouping): number {
  const { lasts } = inOrder!;
  const counts = Float64Array.from(
    lasts,
    (last, group) => vector[last]! - (group > 0 ? vector[lasts[group - 1]!]! : 0),
  );
  return chiSquareTwoSample(reference, counts).statistic;
}
