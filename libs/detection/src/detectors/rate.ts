import { normalSf } from '@anchorwatch/stats';
import { beyondBounds } from './beyond-bounds.js';
import { effectiveSize, type Detector } from './detector.js';
import { hasShareLaw } from './skewed-test.js';

/**
 * A rate, on both sides: errors that rise, and errors that vanish because nobody reports them any more. By Chernoff's bound
 * where too few are expected.
 */
export const rate: Detector = (window, reference, levels) => {
  if (reference.subject.bins.kind !== 'rate' || reference.total === 0 || window.n === 0) return [];
  const { alpha, tolerances, minimum_effective } = levels.policy;
  const overdispersion = reference.overdispersionAt(window.scale).shares[0] ?? 1;
  const happened = window.counts[1]!;
  const before = reference.counts[1]! / reference.total;
  const rare = !hasShareLaw(before, window.n, reference.total);
  if (rare || window.n / overdispersion < minimum_effective) {
    const bounds = reference.boundsOf(reference.counts[1]!, reference.total, overdispersion);
    const found = beyondBounds('rate', happened, window.n, bounds, overdispersion, alpha);
    return found === undefined ? [] : [found];
  }
  const tolerated = Math.min(tolerances.share, before / 2);
  const spread = Math.sqrt((before * (1 - before) * overdispersion) / effectiveSize(window.n, reference.total));
  const value = happened / window.n;
  const z = Math.max(0, Math.abs(value - before) - tolerated) / spread;
  const critical = before + (value < before ? -1 : 1) * (tolerated + levels.z * spread);
  return [{ statistic: 'rate', value, p_value: Math.min(1, 2 * normalSf(z)), critical }];
};
