import { convexOrderPValue } from '@anchorwatch/stats';
import type { Levels } from '../budget/levels.js';
import { priceOf } from '../budget/policy.js';
import type { Reference } from '../references/reference.js';
import { runsOf, type Run } from '../windows/runs.js';
import type { TestResult } from '../verdicts/verdict.js';
import type { WindowCounts } from '../windows/window.js';
import { effectiveSize, type Detector } from './detector.js';
import { hasShare, newestShare, type NewestShare } from './newest-share.js';

/**
 * Values that are higher or lower than before, in the newest part of a window: the mean of their normal scores, over runs of
 * every length in between two window lengths. The most surprising run stands for all and pays for all. Its bound holds for
 * any number of values and any distribution, so it is tested from the first value on. Of two values the share is judged.
 */
export const shift: Detector = (window, reference, levels) => {
  if (window.runs === undefined || reference.total === 0) return [];
  const tests = shiftTests(window.scale);
  return hasShare(reference)
    ? shareShift(window, window.runs, reference, levels, tests)
    : scoreShift(window, window.runs, reference, levels, tests);
};

/** How many tests the runs of a window are, in units of what `shift` pays for. */
export function shiftTests(scale: number): number {
  return runsOf(scale) / priceOf('shift');
}

function scoreShift(
  { scale }: WindowCounts,
  runs: readonly Run[],
  reference: Reference,
  levels: Levels,
  tests: number,
): readonly TestResult[] {
  const { minimum_effective, tolerances } = levels.policy;
  let most = 0;
  let value = 0;
  let tolerated = 0;
  let spread = 1;
  for (const { n, sum } of runs) {
    const overdispersion = reference.scoreDispersionAt(scale, n, minimum_effective);
    if (n === 0 || overdispersion === undefined) continue;
    const root = Math.sqrt(effectiveSize(n, reference.total));
    const allowed = root * tolerances.component;
    const distance = (Math.abs(sum / n) * root - allowed) / Math.sqrt(overdispersion);
    if (distance > most)
      [most, value, tolerated, spread] = [distance, (sum / n) * root, allowed, Math.sqrt(overdispersion)];
  }
  const single = convexOrderPValue(most);
  if (single === 1) return [];
  return [
    {
      statistic: 'shift',
      value,
      p_value: Math.min(1, tests * single),
      critical: tolerated + spread * levels.scoreCritical(tests),
    },
  ];
}

function shareShift(
  { scale }: WindowCounts,
  runs: readonly Run[],
  reference: Reference,
  levels: Levels,
  tests: number,
): readonly TestResult[] {
  let most: NewestShare | undefined;
  for (const run of runs) {
    const found = run.n === 0 ? undefined : newestShare(run, scale, reference, levels, tests);
    if (found !== undefined && (most === undefined || found.p_value < most.p_value)) most = found;
  }
  if (most === undefined) return [];
  const p_value = Math.min(1, tests * most.p_value);
  return [{ statistic: 'shift', value: most.value, p_value, critical: most.critical() }];
}
