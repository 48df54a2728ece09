import { lawsOf } from './chi-square-laws.js';
import { distanceAlong } from '../joint/kernel-reference.js';
import type { Reference } from '../references/reference.js';
import type { WindowCounts } from '../windows/window.js';
import { chiSquareTestBy } from './chi-square-test.js';
import { effectiveSize, type Detector } from './detector.js';

/**
 * Points of many numbers that lie elsewhere than in the baseline: the squared distance of the means in a kernel's space
 * (MMD), each direction in units of its own variance and overdispersion, so that it follows the chi-square law.
 * @see Hotelling (1931), Ann. Math. Stat. 2(3):360–378; Gretton et al. (2012), JMLR 13:723–773
 */
export const elsewhere: Detector = (window, reference, levels) => {
  const inForce = reference.overdispersionAt(window.scale);
  if (reference.kernel === undefined || window.n / reference.worst(inForce) < levels.policy.minimum_effective)
    return [];
  const { statistic, degreesOfFreedom } = pointsMoved(window, reference);
  const size = effectiveSize(window.n, reference.total);
  return [{ ...chiSquareTestBy(lawsOf(degreesOfFreedom, inForce), statistic, size, levels), statistic: 'mmd' }];
};

/** The distance in units of chance, before what the whole of it is overdispersed by. */
export function pointsMoved(window: WindowCounts, reference: Reference) {
  const { neyman } = reference.overdispersionAt(window.scale);
  const size = effectiveSize(window.n, reference.total);
  const { along, mmd2 } = reference.kernel!.of(window);
  const squares = along.map((shift) => shift * shift * size);
  return { ...distanceAlong(squares, neyman, window.n), mmd2 };
}
