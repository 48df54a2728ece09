import { chiSquareQuantile, chiSquareSf, noncentralChiSquareSf, type ChiSquareStatistic } from '@anchorwatch/stats';
import type { ChiSquareLaw } from './chi-square-laws.js';
import type { Levels } from '../budget/levels.js';
import type { TestResult } from '../verdicts/verdict.js';

/** With a larger p-value nothing comes of it. */
const worthAsking = 0.05;

/**
 * Chi-square divided by its overdispersion; a distance up to the tolerance (in PSI units) is no surprise.
 *
 * @param believed a p-value that bears rare bins, asked for in the tail: where it is larger it stands, and the chi-square
 *   counts as the one that has it
 */
export function chiSquareTest(
  found: ChiSquareStatistic,
  overdispersion: number,
  size: number,
  levels: Levels,
  believed: () => number = () => 0,
): TestResult {
  const { statistic: value, degreesOfFreedom } = found;
  if (degreesOfFreedom === 0) return { statistic: 'chi2', value, p_value: 1, critical: Number.MAX_VALUE };
  const lambda = (size * levels.policy.tolerances.psi) / overdispersion;
  const critical = levels.chiCritical(degreesOfFreedom, lambda) * overdispersion;
  const scaled = value / overdispersion;
  if (scaled <= degreesOfFreedom + lambda) return { statistic: 'chi2', value, p_value: 1, critical };
  const pValue =
    lambda === 0 ? chiSquareSf(scaled, degreesOfFreedom) : noncentralChiSquareSf(scaled, degreesOfFreedom, lambda);
  const atLeast = pValue > worthAsking ? 0 : believed();
  if (atLeast <= pValue) return { statistic: 'chi2', value, p_value: pValue, critical };
  const counted = lambda === 0 ? chiSquareQuantile(atLeast, degreesOfFreedom) * overdispersion : critical;
  return { statistic: 'chi2', value: Math.min(value, counted), p_value: atLeast, critical };
}

/** The same by several laws: the one that is least surprised counts. @param laws at least one */
export function chiSquareTestBy(
  laws: readonly ChiSquareLaw[],
  statistic: number,
  size: number,
  levels: Levels,
): TestResult {
  const tests = laws.map(({ degreesOfFreedom, overdispersion }) =>
    chiSquareTest({ statistic, degreesOfFreedom }, overdispersion, size, levels),
  );
  const [p_value, critical] = [tests.map((test) => test.p_value), tests.map((test) => test.critical)];
  return { statistic: 'chi2', value: statistic, p_value: Math.max(...p_value), critical: Math.max(...critical) };
}
