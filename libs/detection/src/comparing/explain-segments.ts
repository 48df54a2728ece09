import { groupCounts } from '@anchorwatch/stats';
import type { BaselineSubject } from '../baselines/baseline.js';
import { pseudoCount } from './explain.js';

/** The counts of one segment on both sides, over the subject's bins. */
export interface SegmentSides {
  readonly segment: string;
  readonly before: readonly number[];
  readonly now: readonly number[];
}

/** A segment's part of the PSI of the whole: because it changed within, and because there is more or less of it. */
export interface SegmentShift {
  /** '' is what belongs to none of the segments. */
  readonly segment: string;
  readonly within: number;
  readonly mix: number;
}

/**
 * Divides the PSI of the whole over the segments of one field, exactly: all parts add up to the PSI that is shown.
 *
 *   q − p = Σ_s [ (w'ₛ + wₛ)/2 · (qₛ − pₛ) + (w'ₛ − wₛ) · ((pₛ + qₛ)/2 − (p + q)/2) ]      PSI = Σ_k (q_k − p_k) · ln(q_k/p_k)
 *
 * Each segment's terms are weighed by the log ratio of the whole. A part may be negative: that segment works against the
 * drift. What belongs to no segment is one more, named ''.
 *
 * @param whole counts of all traffic on both sides
 * @param segments of one field: no event belongs to two of them
 * @see Kitagawa (1955), J. Am. Stat. Assoc. 50(272):1168–1194, for the symmetric decomposition
 */
export function segmentShifts(
  whole: Omit<SegmentSides, 'segment'>,
  segments: readonly SegmentSides[],
  { psi_groups }: Pick<BaselineSubject, 'psi_groups'>,
): readonly SegmentShift[] {
  const grouped = (counts: readonly number[]): number[] => Array.from(groupCounts(counts, psi_groups));
  const all = { before: grouped(whole.before), now: grouped(whole.now) };
  if (sum(all.before) === 0 || sum(all.now) === 0) return [];
  // Groups empty on both sides are no part of the PSI; the pseudo-count belongs to no segment.
  const filled = all.before.flatMap((count, group) => (count + all.now[group]! > 0 ? [group] : []));
  const members = segments.map(({ segment, before, now }) => {
    const sides = { before: grouped(before), now: grouped(now) };
    return {
      segment,
      before: filled.map((group) => sides.before[group]!),
      now: filled.map((group) => sides.now[group]!),
    };
  });
  const rest = (side: 'before' | 'now') =>
    filled.map((group, at) => members.reduce((left, of) => left - of[side][at]!, all[side][group]! + pseudoCount));
  members.push({ segment: '', before: rest('before'), now: rest('now') });
  const total = { before: sum(members.flatMap(({ before }) => before)), now: sum(members.flatMap(({ now }) => now)) };
  const share = (side: 'before' | 'now') => filled.map((group) => (all[side][group]! + pseudoCount) / total[side]);
  const [p, q] = [share('before'), share('now')];
  return members.map((member) => shiftOf(member, p, q, total));
}

function shiftOf(
  { segment, before, now }: SegmentSides,
  p: readonly number[],
  q: readonly number[],
  total: { readonly before: number; readonly now: number },
): SegmentShift {
  const [had, has] = [sum(before), sum(now)];
  const [w, v] = [had / total.before, has / total.now];
  let within = 0;
  let mix = 0;
  p.forEach((ofWhole, at) => {
    const ratio = Math.log(q[at]! / ofWhole);
    const middle = (ofWhole + q[at]!) / 2;
    // A segment that is empty on one side has only come or gone: it looked as it looks on the other.
    const own = had > 0 ? before[at]! / had : has > 0 ? now[at]! / has : 0;
    const its = has > 0 ? now[at]! / has : own;
    within += (ratio * (w + v) * (its - own)) / 2;
    mix += ratio * (v - w) * ((own + its) / 2 - middle);
  });
  return { segment, within, mix };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
