import { chernoffPValue } from '@anchorwatch/stats';
import { besides } from '../counting/beside.js';
import type { CalmLevel } from '../budget/calm-level.js';
import { priceOf } from '../budget/policy.js';
import type { Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import { beyondBounds } from './beyond-bounds.js';
import type { Detector } from './detector.js';
import { withRoom } from './tolerated-share.js';

/**
 * Numbers below the least or above the most that the baseline saw. A new value is the largest of N + 1 with a chance of
 * 1/(N + 1) whatever their distribution; where extremes come in clusters, a cluster counts as one.
 */
export const outOfRange: Detector = (window, { pooled: reference }, levels) => {
  const beyond = reference.beyondAt(window.scale);
  if (beyond === undefined || window.below + window.above === 0) return [];
  const test = (side: 'below' | 'above'): TestResult | undefined => {
    const { overdispersion, upper } = limitOf(reference, beyond[side]);
    const bounds = withRoom({ lower: 0, upper }, levels.policy.tolerances);
    return beyondBounds(side, window[side], window.n, bounds, overdispersion, levels.policy.alpha);
  };
  return [test('below'), test('above')].filter((result) => result !== undefined);
};

/** Whether neither is as surprising as a level; critical values are dear, and not needed to know that. */
export function rangeIsCalm(
  vector: Uint32Array,
  n: number,
  scale: number,
  { bins, pooled }: Reference,
  level: CalmLevel,
): boolean {
  const below = vector[bins + belowPlace]!;
  const above = vector[bins + abovePlace]!;
  if (below + above === 0) return true;
  const beyond = pooled.beyondAt(scale);
  if (beyond === undefined) return true;
  const isCalm = (count: number, cluster: number): boolean => {
    if (count === 0) return true;
    const { overdispersion, upper } = limitOf(pooled, cluster);
    return chernoffPValue(count / overdispersion, n / overdispersion, upper) / priceOf('below') > level.p_value;
  };
  return isCalm(below, beyond.below) && isCalm(above, beyond.above);
}

const belowPlace = besides.indexOf('below');
const abovePlace = besides.indexOf('above');

/** How many events count as one on one side, and the share that the baseline does not contradict. */
function limitOf(reference: Reference, cluster: number): { readonly overdispersion: number; readonly upper: number } {
  const overdispersion = Math.max(1, cluster);
  return { overdispersion, upper: reference.boundsOf(cluster, reference.total, overdispersion).upper };
}
