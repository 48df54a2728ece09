import { beyondBounds } from './beyond-bounds.js';
import type { Detector } from './detector.js';
import { hasShareLaw, shareTest } from './skewed-test.js';
import { toleratedShare, withRoom } from './tolerated-share.js';

/**
 * A rate, on both sides: errors that rise, and errors that vanish because nobody reports them any more. By Chernoff's bound
 * where too few are expected, or too few events count.
 */
export const rate: Detector = (window, reference, levels) => {
  const { n, counts, scale } = window;
  const { total } = reference;
  if (reference.subject.bins.kind !== 'rate' || total === 0 || n === 0) return [];
  const { alpha, tolerances, minimum_effective } = levels.policy;
  const overdispersion = reference.overdispersionAt(scale).shares[0] ?? 1;
  const [before, successes] = [reference.counts[1]! / total, counts[1]!];
  if (!hasShareLaw(before, n, total) || n / overdispersion < minimum_effective) {
    const bounds = withRoom(reference.boundsOf(reference.counts[1]!, total, overdispersion), tolerances);
    const found = beyondBounds('rate', successes, n, bounds, overdispersion, alpha);
    return found === undefined ? [] : [found];
  }
  const tolerated = toleratedShare(tolerances, before / 2);
  return [shareTest({ statistic: 'rate', successes, n, before, total, overdispersion, tolerated }, 1, levels)];
};
