import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import type { WindowCounts } from '../windows/window.js';

/**
 * Looks at one window in one way and says how surprising it is. Each result is one test of the budget: its p-value is at
 * most alpha with a chance of at most alpha when nothing has changed. A detector that cannot tell gives nothing.
 */
export type Detector = (window: WindowCounts, reference: Reference, levels: Levels) => readonly TestResult[];

/** n·N/(n + N): the size of one sample that is as uncertain as two. */
export function effectiveSize(n: number, total: number): number {
  return (n * total) / (n + total);
}
