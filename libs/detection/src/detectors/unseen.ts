import { beyondBounds } from './beyond-bounds.js';
import type { Detector } from './detector.js';
import { withRoom } from './tolerated-share.js';

/**
 * Values that the baseline never had: how many there may be is bounded by how many it saw only once. Upwards only, and
 * against the whole baseline: what was seen once has no season.
 */
export const unseen: Detector = (window, { pooled: reference }, levels) => {
  const bin = reference.newBin;
  if (bin === undefined || reference.everything === 0) return [];
  const shares = reference.overdispersionAt(window.scale).shares;
  const overdispersion = shares.at(-1) ?? 1;
  // A subject that was always missing has no values to count among; its events stand in.
  const trials = reference.total > 0 ? reference.total : reference.everything;
  const { upper } = reference.boundsOf(reference.counts[bin]!, trials, overdispersion);
  const found = beyondBounds(
    'new',
    window.counts[bin]!,
    window.n,
    withRoom({ lower: 0, upper }, levels.policy.tolerances),
    overdispersion,
    levels.policy.alpha,
  );
  return found === undefined ? [] : [found];
};
