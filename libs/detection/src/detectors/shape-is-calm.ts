import { chiSquareTwoSample, groupCounts } from '@anchorwatch/stats';
import type { CalmLevel } from '../calm-level.js';
import type { Grouping } from '../groupings.js';
import type { Levels } from '../levels.js';
import type { Reference } from '../reference.js';
import { effectiveSize } from './detector.js';

/** Sums in another order differ in their last digits: what lies this near to a limit is looked at in full. */
export const nearly = 1 - 1e-6;

/** Subjects with more bins are looked at in full. */
const mostBins = 512;
/** Room for the shares of a window, up to and with each bin and of each group, and how far it lies along each direction. */
const upTo = new Float64Array(mostBins);
const shares = new Float64Array(mostBins);
const along = new Float64Array(4);

/**
 * Whether none of the tests of `shape` can be as surprising as a level p, by two passes over the counts that allocate nothing.
 * It may say no where `shape` finds nothing, never yes where it finds something, because with c = overdispersion:
 *
 * - KS: 2·exp(−2·n_e/c·(D − tolerance)²) > p  ⇔  (D − tolerance)²·n_e/c < ln(2/p)/2, for D above the tolerance.
 * - Components: 2·P(Z ≥ (|V| − tolerance)/√c) > p  ⇔  |V| < tolerance + z(p)·√c. The basis is orthogonal to the baseline's
 *   shares, whose constant part is 0: V needs the window's shares alone.
 * - Chi-square of two samples is n·N·Σ(q − p)²/(n·q + N·p) ≤ n·Σ(q − p)²/p. With a tolerance its law is the non-central one,
 *   whose upper tail is never below the central one's, so the central quantile is a limit for both.
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
  if (reference.bins > mostBins) return false;
  const size = effectiveSize(n, total);
  const grouping = reference.groupings.at(n);
  const d = farthest(vector, n, grouping) - tolerances.ks;
  if (d > 0 && d * d * size > level.ks * worst * nearly) return false;
  const freedom = grouping.count - 1;
  if (freedom === 0) return true;
  const most = level.chiSquare(freedom) * chi2 * nearly;
  if (!(n * toExpected(grouping) <= most) && !(chiSquareOf(vector, grouping) <= most)) return false;
  project(grouping);
  const root = Math.sqrt(size);
  const tolerated = root * tolerances.component;
  for (let j = 0; j < grouping.basis.length; j++) {
    if (Math.abs(along[j]!) * root > (tolerated + level.z * spreads[j]!) * nearly) return false;
  }
  return true;
}

/** The largest distance of the distribution functions. */
function farthest(vector: Uint32Array, n: number, { below }: Grouping): number {
  const each = 1 / n;
  let share = 0;
  let most = 0;
  for (let bin = 0; bin < below.length; bin++) {
    share += vector[bin]! * each;
    upTo[bin] = share;
    const apart = Math.abs(share - below[bin]!);
    if (apart > most) most = apart;
  }
  return most;
}

/**
 * Instead of the chi-square of two samples, that of the window against its expectation, over n: it is never below the other,
 * and needs no division. Bins of a group lie side by side, because the subject has an order.
 */
function toExpected({ lasts, expected, weights }: Grouping): number {
  let sum = 0;
  let before = 0;
  for (let group = 0; group < lasts.length; group++) {
    const below = upTo[lasts[group]!]!;
    const share = below - before;
    before = below;
    shares[group] = share;
    const difference = share - expected[group]!;
    sum += difference * difference * weights[group]!;
  }
  return sum;
}

function project({ lasts, directions }: Grouping): void {
  let v1 = 0;
  let v2 = 0;
  let v3 = 0;
  let v4 = 0;
  for (let group = 0, at = 0; group < lasts.length; group++, at += 4) {
    const share = shares[group]!;
    v1 += share * directions[at]!;
    v2 += share * directions[at + 1]!;
    v3 += share * directions[at + 2]!;
    v4 += share * directions[at + 3]!;
  }
  along[0] = v1;
  along[1] = v2;
  along[2] = v3;
  along[3] = v4;
}

function chiSquareOf(vector: Uint32Array, { groups, count, reference }: Grouping): number {
  return chiSquareTwoSample(reference, groupCounts(vector.subarray(0, groups.length), groups, count)).statistic;
}
