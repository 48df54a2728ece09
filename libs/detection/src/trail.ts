import type { Reference } from './reference.js';

/**
 * Where a deviation was last seen, event by event: the place where the evidence for it, summed since it was raised, was
 * greatest. Each value speaks for it or against it by the logarithm of how much more often the window that raised it had
 * such values than the baseline; so the greatest sum marks the likeliest end.
 * @see Page (1954), Biometrika 41(1/2):100–115, for the sum; Hinkley (1970), Biometrika 57(1):1–17, for its place
 */
export interface Trail {
  /** By group of bins as the PSI shows them, then by what lies in no bin. */
  readonly weights: readonly number[];
  readonly sum: number;
  readonly most: number;
}

/** The trail of a deviation that a window has just raised. @param vector bins and what is beside them */
export function trailOf(vector: ArrayLike<number>, reference: Reference): Trail {
  const { bins, total, everything, counts, outside } = reference;
  if (total === 0 && everything === 0) return { weights: [], sum: 0, most: 0 };
  const before = grouped(reference, (place) => (place < bins ? counts[place]! : outside[place - bins]!));
  const now = grouped(reference, (place) => vector[place]!);
  const [then, here] = [smoothed(before), smoothed(now)];
  return { weights: here.map((share, group) => Math.log(share / then[group]!)), sum: 0, most: 0 };
}

/** The trail after one more tick, and whether the deviation reaches to its end. */
export function followed(
  { weights, sum, most }: Trail,
  vector: ArrayLike<number>,
  reference: Reference,
): { readonly trail: Trail; readonly reaches: boolean } {
  if (weights.length === 0) return { trail: { weights, sum, most }, reaches: false };
  const counts = grouped(reference, (place) => vector[place]!);
  const next = counts.reduce((evidence, count, group) => evidence + count * weights[group]!, sum);
  const reaches = next > most;
  return { trail: { weights, sum: next, most: Math.max(most, next) }, reaches };
}

function grouped({ bins, shown, outside, subject }: Reference, at: (place: number) => number): number[] {
  const sums = new Array<number>(shown.length + outside.length).fill(0);
  for (let bin = 0; bin < bins; bin++) sums[subject.psi_groups[bin]!]! += at(bin);
  outside.forEach((_, place) => (sums[shown.length + place]! += at(bins + place)));
  return sums;
}

/** Shares with half an event added to each group. */
function smoothed(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count + 0.5, 0);
  return counts.map((count) => (count + 0.5) / total);
}
