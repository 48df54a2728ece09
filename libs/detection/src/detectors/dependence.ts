import { normalSf } from '@anchorwatch/stats';
import type { CalmLevel } from '../budget/calm-level.js';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import { nearly } from './calm-limits.js';
import { lawsOf } from './chi-square-laws.js';
import { chiSquareTestBy } from './chi-square-test.js';
import { effectiveSize, type Detector } from './detector.js';

/**
 * How two features go together, beside what each does by itself: the window's cells are compared with those that its own
 * margins and the baseline's dependence would give. One test for the correlation, one for everything else.
 */
export const dependence: Detector = (window, reference, levels) => {
  const { policy } = levels;
  const inForce = reference.overdispersionAt(window.scale);
  if (reference.dependence === undefined || window.n / reference.worst(inForce) < policy.minimum_effective) return [];
  const found = reference.dependence.of(window);
  const size = effectiveSize(window.n, reference.total);
  const tests: TestResult[] = [];
  if (found.degreesOfFreedom > 0)
    tests.push(chiSquareTestBy(lawsOf(found.degreesOfFreedom, inForce), found.statistic, size, levels));
  if (found.correlation !== undefined) {
    const spread = Math.sqrt(inForce.neyman[0] ?? inForce.chi2);
    const tolerated = Math.sqrt(size) * policy.tolerances.component;
    const z = Math.max(0, Math.abs(found.correlation) - tolerated) / spread;
    tests.push({
      statistic: 'correlation',
      value: found.correlation,
      p_value: Math.min(1, 2 * normalSf(besideLargest(z, found.part))),
      critical: beyondLargest(levels.z, found.part) * spread + tolerated,
    });
  }
  return tests;
};

/**
 * Whether neither test of `dependence` can be as surprising as a level p. Both statistics are those of `dependence` themselves:
 * the p-value of chi-square is above p where it is below a quantile of p (tolerances only raise it), that of the correlation
 * where `besideLargest`, which rises with it, is below the normal quantile.
 * @param vector counts that begin with the cells
 * @param n      their sum
 */
export function dependenceIsCalm(
  vector: Uint32Array,
  n: number,
  scale: number,
  reference: Reference,
  { policy }: Levels,
  level: CalmLevel,
): boolean {
  const { worst } = reference.inForceAt(scale);
  if (reference.dependence === undefined || n / worst < policy.minimum_effective) return true;
  const inForce = reference.overdispersionAt(scale);
  const { statistic, degreesOfFreedom, correlation, part } = reference.dependence.glance(vector, n);
  if (degreesOfFreedom > 0) {
    const limits = lawsOf(degreesOfFreedom, inForce).map(
      (law) => level.chiSquare(law.degreesOfFreedom) * law.overdispersion,
    );
    if (!(statistic <= Math.max(...limits) * nearly)) return false;
  }
  if (correlation === undefined) return true;
  const tolerated = Math.sqrt(effectiveSize(n, reference.total)) * policy.tolerances.component;
  const z = Math.max(0, Math.abs(correlation) - tolerated) / Math.sqrt(inForce.neyman[0] ?? inForce.chi2);
  return besideLargest(z, part) <= level.z * nearly;
}

/**
 * Far out, a mean of bounded numbers strays from the normal law as Bernstein's bound does: by 1 + z·b/3, where b is the
 * most that one of them moves it. @see Bernstein (1924); Boucheron, Lugosi & Massart (2013), Concentration Inequalities, 2.8
 */
function besideLargest(z: number, part: number): number {
  return z / Math.sqrt(1 + (z * part) / 3);
}

/** The inverse of `besideLargest`. */
function beyondLargest(z: number, part: number): number {
  const half = (z * z * part) / 6;
  return half + Math.sqrt(half * half + z * z);
}
