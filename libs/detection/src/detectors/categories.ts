import { chiSquareTwoSample, groupCounts } from '@anchorwatch/stats';
import type { Levels } from '../budget/levels.js';
import type { RateBounds, Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import type { WindowCounts } from '../windows/window.js';
import { beyondBounds, isCommon } from './beyond-bounds.js';
import { chiSquareTest } from './chi-square-test.js';
import { effectiveSize, type Detector } from './detector.js';
import { rareBinsPValue } from './rare-bins.js';
import { enoughExpected, hasShareLaw, sharePValue, shareTest } from './skewed-test.js';
import { toleratedShare, withRoom } from './tolerated-share.js';

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
    const found = chiSquareTwoSample(grouping.reference, current);
    const believed = () => rareBinsPValue(grouping.reference, current, inForce.chi2);
    tests.push(chiSquareTest(found, inForce.chi2, size, levels, believed));
  }
  const share = mostSurprisingShare(window, reference, levels);
  return share === undefined ? tests : [...tests, share];
};

function mostSurprisingShare(window: WindowCounts, reference: Reference, levels: Levels): TestResult | undefined {
  // NEW is a test of its own.
  const count = reference.bins - 1;
  let most: { readonly p_value: number; readonly test: () => TestResult } | undefined;
  for (let bin = 0; bin < count; bin++) {
    const found = categoryTest(window, reference, bin, count, levels);
    if (found !== undefined && (most === undefined || found.p_value < most.p_value)) most = found;
  }
  if (most === undefined) return undefined;
  return { ...most.test(), p_value: Math.min(1, most.p_value * count) };
}

/** Its critical value is not computed before it is known to be the one that stands for all. */
function categoryTest(
  window: WindowCounts,
  reference: Reference,
  bin: number,
  tests: number,
  levels: Levels,
): { readonly p_value: number; readonly test: () => TestResult } | undefined {
  const { alpha, tolerances } = levels.policy;
  const { n } = window;
  const { total } = reference;
  const before = reference.counts[bin]! / total;
  const overdispersion = reference.overdispersionAt(window.scale).shares[bin] ?? 1;
  const statistic = `share:${reference.labels[bin]}`;
  const successes = window.counts[bin]!;
  if (!hasShareLaw(before, n, total)) {
    if (reference !== reference.pooled && isCommon(successes, n, before, overdispersion)) return undefined;
    const bounds = withRoom(boundsOf(reference, bin, overdispersion), tolerances);
    const found = beyondBounds(statistic, successes, n, bounds, overdispersion, alpha / tests);
    return found === undefined ? undefined : { p_value: found.p_value, test: () => found };
  }
  const tolerated = toleratedShare(tolerances, before);
  const at = { statistic, successes, n, before, total, overdispersion, tolerated };
  const p_value = sharePValue(at);
  return p_value === 1 ? undefined : { p_value, test: () => shareTest(at, tests, levels) };
}

/**
 * The shares that the baseline does not contradict. Categories that it saw once are OTHER from then on, although it counted
 * them as NEW; so OTHER may be as much as all that was rare in it.
 */
function boundsOf(reference: Reference, bin: number, overdispersion: number): RateBounds {
  const { bins, counts, total } = reference;
  const bounds = reference.boundsOf(counts[bin]!, total, overdispersion);
  if (bin !== bins - 2) return bounds;
  const rare = counts.reduce((sum, count) => (count < enoughExpected ? sum + count : sum), 0);
  const known = Math.max(counts[bin]!, rare);
  return { lower: bounds.lower, upper: reference.boundsOf(known, total, overdispersion).upper };
}
