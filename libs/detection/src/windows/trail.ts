import type { KernelReference } from '../joint/kernel-reference.js';
import type { Reference } from '../references/reference.js';

/**
 * Where a deviation was last seen, event by event: the place where the evidence for it, summed since it was raised, was
 * greatest. Each value speaks for it or against it by the logarithm of how much more often the window that raised it had
 * such values than the baseline; so the greatest sum marks the likeliest end.
 * @see Page (1954), Biometrika 41(1/2):100–115, for the sum; Hinkley (1970), Biometrika 57(1):1–17, for its place
 */
export interface Trail {
  /** By group of bins as the PSI shows them (for points: by event and level), then by what lies in no bin. */
  readonly weights: readonly number[];
  readonly sum: number;
  readonly most: number;
}

/** The trail of a deviation that a window has just raised. @param vector bins and what is beside them */
export function trailOf(vector: ArrayLike<number>, reference: Reference): Trail {
  const { bins, total, everything, counts, outside, kernel } = reference;
  if (total === 0 && everything === 0) return { weights: [], sum: 0, most: 0 };
  if (kernel !== undefined) return { weights: weightsOfPoints(vector, reference, kernel), sum: 0, most: 0 };
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
  const counts = scoresOfTick(vector, reference);
  const next = counts.reduce((evidence, count, group) => evidence + count * weights[group]!, sum);
  const reaches = next > most;
  return { trail: { weights, sum: next, most: Math.max(most, next) }, reaches };
}

/** Counts of a tick over what a trail has weights for. */
export function scoresOfTick(vector: ArrayLike<number>, reference: Reference): readonly number[] {
  return grouped(reference, (place) => vector[place]!);
}

/** Events of a window and what is no point by how much more often there were such, levels by how the window's are shifted. */
function weightsOfPoints(
  vector: ArrayLike<number>,
  { bins, total, outside }: Reference,
  kernel: KernelReference,
): number[] {
  const then = smoothed([total, ...outside]);
  const here = smoothed([vector[0]!, ...outside.map((_, place) => vector[bins + place]!)]);
  const [event, ...others] = here.map((share, at) => Math.log(share / then[at]!)) as [number, ...number[]];
  const [each, ...levels] = kernel.evidence(Array.from(vector).slice(0, bins)) as [number, ...number[]];
  return [event + each, ...levels, ...others];
}

function grouped({ bins, shown, outside, subject, kernel }: Reference, at: (place: number) => number): number[] {
  if (kernel !== undefined) return Array.from({ length: bins + outside.length }, (_, place) => at(place));
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
