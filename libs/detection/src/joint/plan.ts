import type { BaselineSubject } from '../baselines/baseline.js';
import type { FittingSample } from './fitting-sample.js';
import { planError } from './plan-error.js';
import { planPairs } from './plan-pairs.js';
import { planEmbeddings, planTogether } from './plan-points.js';

/** Fewer events on either side, and nothing joint is watched. */
const fewestRows = 200;
/** Ticks of a longer baseline would need too much memory for their sums: 14 MB a subject. */
const mostTicks = 50_000;

/**
 * Which joint subjects a baseline gets, chosen and fitted on the sample alone, still without counts.
 * @param subjects those of the events, with their bins
 * @param length of the baseline and of its largest window, in ticks
 */
export function planJoint(
  subjects: readonly BaselineSubject[],
  sample: FittingSample,
  length: { readonly ticks: number; readonly largest: number },
): readonly BaselineSubject[] {
  const { rows, heldOut, seen } = sample;
  if (rows.length < fewestRows || heldOut < fewestRows) return [];
  const features = subjects.filter(({ role }) => role === 'feature');
  const around = { reference: heldOut, largest: (seen / length.ticks) * length.largest };
  const points =
    length.ticks > mostTicks
      ? []
      : [...planTogether(features, rows, around), ...planEmbeddings(features, rows, around)];
  return [...planPairs(features, rows), ...planError(features, rows), ...points];
}
