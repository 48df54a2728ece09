import { chiSquareTwoSample, groupCounts } from '@anchorwatch/stats';
import type { CalmLevel } from '../budget/calm-level.js';
import type { Grouping } from '../references/groupings.js';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import { effectiveSize } from './detector.js';

/** Sums in another order differ in their last digits: what lies this near to a limit is looked at in full. */
export const nearly = 1 - 1e-6;

/** Subjects with more bins are looked at in full, */
const mostBins = 512;
/** and windows of more values: sums stay whole numbers of 32 bits. */
const mostValues = 2 ** 31;
/** Room for the counts of a window up to and with each bin, and for how far its shares lie from the baseline's in each group. */
const upTo = new Int32Array(mostBins);
const apart = new Float64Array(mostBins);

/**
 * Whether none of the tests of `shape` can be as surprising as a level p, by one pass over the counts that allocates nothing.
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
 * @param vector counts that begin with the bins
 * @param n      values in them
 */
export function shapeIsCalm(
  vector: Uint32Array,
  n: number,
  scale: number,
  reference: Reference,
  levels: Levels,
  level: CalmLevel,
): boolean {
  const { total } = reference;
  if (!reference.subject.ordered || total === 0) return true;
  const { worst, spreads, chi2 } = reference.inForceAt(scale);
  const { minimum_effective, tolerances } = levels.policy;
  if (n / worst < minimum_effective) return true;
  if (reference.bins > mostBins || n > mostValues) return false;
  const size = effectiveSize(n, total);
  const grouping = reference.groupings.at(n);
  const { lasts, expected, weights } = grouping;
  const count = lasts.length;
  const each = 1 / n;
  const { bins } = reference;
  // In two loops without branches that are hard to foretell: groups hold now three bins and now four.
  for (let bin = 0, sum = 0; bin < bins; bin++) upTo[bin] = sum = (sum + vector[bin]!) | 0;
  let most = 0;
  let squares = 0;
  let before = 0;
  let counted = 0;
  for (let group = 0, next = 0; group < count; group++) {
    const last = lasts[group]!;
    const isAlone = last === next;
    const share = (upTo[last]! - counted) * each;
    const usual = expected[group]!;
    const difference = share - usual;
    apart[group] = difference;
    squares += difference * difference * weights[group]!;
    const above = before + (isAlone ? difference : share);
    const below = (isAlone ? -difference : usual) - before;
    most = Math.max(most, above, below);
    before += difference;
    counted = upTo[last]!;
    next = last + 1;
  }
  const reach = tolerances.ks + Math.sqrt((level.ks * worst) / size) * nearly;
  if (most > reach && farthest(each, grouping) > reach) return false;
  const freedom = count - 1;
  if (freedom === 0) return true;
  const limit = level.chiSquare(freedom) * chi2 * nearly;
  if (!(n * squares <= limit) && !(chiSquareOf(vector, grouping) <= limit)) return false;
  const tolerated = Math.sqrt(size) * tolerances.component;
  const least = (tolerated + level.z * Math.min(spreads[0]!, spreads[1]!, spreads[2]!, spreads[3]!)) * nearly;
  return size * squares <= least * least || componentsAreCalm(grouping, Math.sqrt(size), tolerated, level.z, spreads);
}

/** The largest distance of the distribution functions. */
function farthest(each: number, { below }: Grouping): number {
  let most = 0;
  for (let bin = 0; bin < below.length; bin++) {
    const distance = Math.abs(upTo[bin]! * each - below[bin]!);
    if (distance > most) most = distance;
  }
  return most;
}

function componentsAreCalm(
  { count, basis }: Grouping,
  root: number,
  tolerated: number,
  z: number,
  spreads: readonly number[],
): boolean {
  for (let j = 0; j < basis.length; j++) {
    const direction = basis[j]!;
    let component = 0;
    for (let group = 0; group < count; group++) component += apart[group]! * direction[group]!;
    if (!(Math.abs(component) * root <= (tolerated + z * spreads[j]!) * nearly)) return false;
  }
  return true;
}

function chiSquareOf(vector: Uint32Array, { groups, count, reference }: Grouping): number {
  return chiSquareTwoSample(reference, groupCounts(vector.subarray(0, groups.length), groups, count)).statistic;
}
