import type { BaselineSubject } from '../baseline.js';
import type { FittingSample } from './fitting-sample.js';
import { planError } from './plan-error.js';
import { planPairs } from './plan-pairs.js';

/** Fewer events on either side, and nothing joint is watched. */
const fewestRows = 200;

/**
 * Which joint subjects a baseline gets, chosen and fitted on the sample alone, still without counts.
 * @param subjects those of the events, with their bins
 */
export function planJoint(subjects: readonly BaselineSubject[], sample: FittingSample): readonly BaselineSubject[] {
  if (sample.rows.length < fewestRows || sample.heldOut < fewestRows) return [];
  const features = subjects.filter(({ role }) => role === 'feature');
  return [...planPairs(features, sample.rows), ...planError(features, sample.rows)];
}
