import {
  chiSquareTwoSample,
  groupCounts,
  ksCritical,
  ksFromCounts,
  ksPValueBound,
  neymanComponents,
} from '@anchorwatch/stats';
import { isTwoValued } from '../budget/policy.js';
import type { TestResult } from '../verdicts/verdict.js';
import { chiSquareTest } from './chi-square-test.js';
import { effectiveSize, type Detector } from './detector.js';
import { rareBinsPValue } from './rare-bins.js';
import { skewedPValue, skewnessOf } from './skewed-test.js';

/**
 * Drift of a number: Kolmogorov–Smirnov on all bins, location, spread, skew and tails (Neyman's components) and
 * chi-square on joined bins. Rare values have no normal law, so bins are joined until each expects ten, and what is left of
 * their skewness is reckoned with: far out in the tail it is not small. Of two values there is only a location.
 */
export const shape: Detector = (window, reference, levels) => {
  const { policy } = levels;
  const inForce = reference.overdispersionAt(window.scale);
  const worst = reference.worst(inForce);
  if (!reference.subject.ordered || reference.total === 0 || window.n / worst < policy.minimum_effective) return [];
  const size = effectiveSize(window.n, reference.total);
  const onlyLocation = isTwoValued(reference.subject);
  const tests: TestResult[] = [];
  if (!onlyLocation) {
    const d = ksFromCounts(reference.counts, window.counts);
    tests.push({
      statistic: 'ks',
      value: d,
      p_value: ksPValueBound(Math.max(0, d - policy.tolerances.ks), size / worst),
      critical: ksCritical(policy.alpha, size / worst) + policy.tolerances.ks,
    });
  }
  const grouping = reference.groupings.at(window.n);
  if (grouping.count < 2) return tests;
  const current = groupCounts(window.counts, grouping.groups, grouping.count);
  const tolerated = Math.sqrt(size) * policy.tolerances.component;
  const basis = onlyLocation ? grouping.basis.slice(0, 1) : grouping.basis;
  neymanComponents(basis, grouping.reference, current, size).forEach((component, j) => {
    const overdispersion = inForce.neyman[j] ?? worst;
    const spread = Math.sqrt(overdispersion);
    const skewness = skewnessOf(Math.sign(component) * grouping.thirds[j]!, window.n, size, overdispersion);
    tests.push({
      statistic: `v${j + 1}`,
      value: component,
      p_value: skewedPValue(Math.max(0, Math.abs(component) - tolerated) / spread, skewness),
      critical: levels.skewed(skewness) * spread + tolerated,
    });
  });
  if (onlyLocation) return tests;
  const found = chiSquareTwoSample(grouping.reference, current);
  const believed = () => rareBinsPValue(grouping.reference, current, inForce.chi2);
  tests.push(chiSquareTest(found, inForce.chi2, size, levels, believed));
  return tests;
};
