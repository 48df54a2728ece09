import { chiSquareTwoSample, groupCounts, normalQuantile, normalSf } from '@anchorwatch/stats';
import type { Levels } from '../levels.js';
import type { Reference } from '../reference.js';
import type { TestResult } from '../verdict.js';
import type { WindowCounts } from '../window.js';
import { beyondBounds, isCommon } from './beyond-bounds.js';
import { chiSquareTest } from './chi-square-test.js';
import { effectiveSize, type Detector } from './detector.js';

/** Fewer expected on either side, and the share has no normal law. */
const enoughExpected = 10;

/**
 * Drift of a category mix: chi-square over joined categories, and each category's share by itself, which finds a shift
 * between two of many levels far sooner. The most surprising share stands for all and pays for all.
 */
export const categories: Detector = (window, reference, levels) => {
  const { bins } = reference.subject;
  const inForce = reference.overdispersionAt(window.scale);
  const sufficient = window.n / reference.worst(inForce) >= levels.policy.minimum_effective;
  if (bins.kind !== 'categories' || reference.total === 0 || !sufficient) return [];
  const tests: TestResult[] = [];
  const grouping = reference.groupings.at(window.n);
  const size = effectiveSize(window.n, reference.total);
  if (grouping.count > 1) {
    const current = groupCounts(window.counts, grouping.groups, grouping.count);
    tests.push(chiSquareTest(chiSquareTwoSample(grouping.reference, current), inForce.chi2, size, levels));
  }
  const share = mostSurprisingShare(window, reference, levels);
  return share === undefined ? tests : [...tests, share];
};

function mostSurprisingShare(window: WindowCounts, reference: Reference, levels: Levels): TestResult | undefined {
  // NEW is a test of its own.
  const count = reference.bins - 1;
  let most: TestResult | undefined;
  for (let bin = 0; bin < count; bin++) {
    const found = shareTest(window, reference, bin, count, levels);
    if (found !== undefined && (most === undefined || found.p_value < most.p_value)) most = found;
  }
  return most === undefined ? undefined : { ...most, p_value: Math.min(1, most.p_value * count) };
}

function shareTest(
  window: WindowCounts,
  reference: Reference,
  bin: number,
  tests: number,
  levels: Levels,
): TestResult | undefined {
  const { alpha, tolerances } = levels.policy;
  const before = reference.counts[bin]! / reference.total;
  const overdispersion = reference.overdispersionAt(window.scale).shares[bin] ?? 1;
  const statistic = `share:${reference.labels[bin]}`;
  const successes = window.counts[bin]!;
  if (Math.min(before, 1 - before) * window.n < enoughExpected) {
    if (reference !== reference.pooled && isCommon(successes, window.n, before, overdispersion)) return undefined;
    const bounds = reference.boundsOf(reference.counts[bin]!, reference.total, overdispersion);
    return beyondBounds(statistic, successes, window.n, bounds, overdispersion, alpha / tests);
  }
  const tolerated = Math.min(tolerances.share, before);
  const spread = Math.sqrt((before * (1 - before) * overdispersion) / effectiveSize(window.n, reference.total));
  const share = successes / window.n;
  const z = Math.max(0, Math.abs(share - before) - tolerated) / spread;
  if (z === 0) return undefined;
  const reach = tolerated + spread * normalQuantile(alpha / tests / 2);
  return {
    statistic,
    value: share,
    p_value: Math.min(1, 2 * normalSf(z)),
    critical: before + Math.sign(share - before) * reach,
  };
}
