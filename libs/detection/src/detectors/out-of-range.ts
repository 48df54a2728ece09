import type { TestResult } from '../verdict.js';
import { beyondBounds } from './beyond-bounds.js';
import type { Detector } from './detector.js';

/**
 * Numbers below the least or above the most that the baseline saw. A new value is the largest of N + 1 with a chance of
 * 1/(N + 1) whatever their distribution; where extremes come in clusters, a cluster counts as one.
 */
export const outOfRange: Detector = (window, { pooled: reference }, levels) => {
  const beyond = reference.beyondAt(window.scale);
  if (beyond === undefined || window.below + window.above === 0) return [];
  const test = (side: 'below' | 'above'): TestResult | undefined => {
    const overdispersion = Math.max(1, beyond[side]);
    const { upper } = reference.boundsOf(beyond[side], reference.total, overdispersion);
    return beyondBounds(side, window[side], window.n, { lower: 0, upper }, overdispersion, levels.policy.alpha);
  };
  return [test('below'), test('above')].filter((result) => result !== undefined);
};
