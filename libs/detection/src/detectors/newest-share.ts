import { estimatedRatePValue } from '@anchorwatch/stats';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import type { Run } from '../windows/runs.js';
import { criticalShare } from './critical-share.js';
import { effectiveSize } from './detector.js';
import { hasShareLaw, skewedPValue, skewnessOf } from './skewed-test.js';

/** The share of the second of two values in a stretch of a window. */
export interface NewestShare {
  readonly p_value: number;
  /** How far it lies from the baseline's, in standard deviations of such a share. */
  readonly value: number;
  readonly critical: () => number;
}

/** Fewer of either value in the baseline, and hardly anything is known of the share: then the bound for all distributions. */
const enoughKnown = 25;
/** Within so many standard deviations nothing is surprising, by whatever law. */
const usual = 2;

/** Whether a subject has two values, and the baseline knows their shares: not those of a window's own hours. */
export function hasShare(reference: Reference): boolean {
  const { subject, counts, pooled } = reference;
  if (subject.bins.kind !== 'values' || subject.bins.values.length !== 2 || reference !== pooled) return false;
  return Math.min(counts[0]!, counts[1]!) >= enoughKnown;
}

/**
 * How surprising the share of one of two values is in a run, by the law of a share: in the far tail many times less is needed
 * than by the bound for all distributions. A value that is NEW counts as part of either.
 * @param tests that the level is for
 * @returns undefined where it is as usual
 */
export function newestShare(
  { n, sum }: Run,
  scale: number,
  reference: Reference,
  levels: Levels,
  tests: number,
): NewestShare | undefined {
  const { counts, scores } = reference;
  const total = counts[0]! + counts[1]!;
  const before = counts[1]! / total;
  const overdispersion = reference.overdispersionAt(scale).neyman[0] ?? 1;
  // Scores of two values are as good as counts of them: sums of either are exact.
  const successes = Math.min(n, Math.max(0, (sum - n * scores[0]!) / (scores[1]! - scores[0]!)));
  const deviation = Math.sqrt(before * (1 - before));
  const inUnits = (share: number): number => ((share - before) * Math.sqrt(effectiveSize(n, total))) / deviation;
  const value = inUnits(successes / n);
  const spread = Math.sqrt(overdispersion);
  if (!(Math.abs(value) > usual * spread)) return undefined;
  const tolerated = Math.min(levels.policy.tolerances.component * deviation, Math.min(before, 1 - before) / 2);
  const side = Math.sign(value);
  if (hasShareLaw(before, n, total) && n / overdispersion >= levels.policy.minimum_effective) {
    // The law of the component of a window as a whole: see `shape`.
    const third = (side * (1 - 2 * before)) / deviation;
    const skewness = skewnessOf(third, n, effectiveSize(n, total), overdispersion);
    const allowed = Math.abs(inUnits(before + tolerated));
    const critical = (): number => side * (allowed + spread * levels.skewed(skewness, tests));
    return { p_value: skewedPValue(Math.max(0, Math.abs(value) - allowed) / spread, skewness), value, critical };
  }
  const trials = total / overdispersion;
  const known = { successes: (before + side * tolerated) * trials, trials };
  const boundAt = (share: number): number =>
    Math.min(1, 2 * estimatedRatePValue((share * n) / overdispersion, n / overdispersion, known));
  const critical = (): number => inUnits(criticalShare(boundAt, before, side > 0 ? 1 : 0, levels.policy.alpha / tests));
  return { p_value: boundAt(successes / n), value, critical };
}
