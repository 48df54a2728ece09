import type { Beyond } from '../baselines/baseline.js';
import type { Summed } from './compared-counts.js';
import { beyondBounds } from '../detectors/beyond-bounds.js';
import { withRoom } from '../detectors/tolerated-share.js';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';

/**
 * Values beyond the baseline's range on both sides of a comparison of two stretches, upwards and downwards: that of `b` against
 * the rates that `a` does not contradict. Beside the baseline itself, which has none, `out-of-range.ts` knows more.
 * @param reference side a
 * @param n         values of side b in bins
 * @param beyond    in what clusters the baseline's extremes came: they come so in every stretch
 */
export function comparedRange(
  reference: Reference,
  { a, b }: { readonly a: Summed; readonly b: Summed },
  n: number,
  ticks: number,
  beyond: readonly Beyond[],
  levels: Levels,
): readonly TestResult[] {
  const clusters = beyond.findLast(({ scale }) => scale <= ticks);
  if (clusters === undefined || n === 0 || reference.total === 0) return [];
  const dispersion = reference.worst(reference.overdispersionAt(ticks));
  return (['below', 'above'] as const).flatMap((side) => {
    if (a[side] + b[side] === 0) return [];
    const overdispersion = Math.max(1, dispersion, clusters[side]);
    const bounds = withRoom(reference.boundsOf(a[side], reference.total, overdispersion), levels.policy.tolerances);
    return beyondBounds(side, b[side], n, bounds, overdispersion, levels.policy.alpha) ?? [];
  });
}
