import { outsideBins } from '../counting/beside.js';
import { answersThatVary } from '../budget/policy.js';
import type { Reference } from '../references/reference.js';
import type { Run, Runs } from '../windows/runs.js';
import { countsOf } from '../windows/up-to.js';
import { windowOf, type WindowCounts } from '../windows/window.js';
import type { CalmLimits } from './calm-limits.js';
import { dependenceIsCalm } from './dependence.js';
import { detectors } from './detectors.js';
import { rangeIsCalm } from './out-of-range.js';
import { shape } from './shape.js';
import { shapeIsCalm } from './shape-is-calm.js';
import { hasShare } from './newest-share.js';
import { shift } from './shift.js';

/** A window as it is at hand, before anything is made of it; one and the same for all windows of a series. */
export interface RawWindow {
  /** Bins and what is beside them in its first `length` places; of numbers, how many values lie up to and with each bin. */
  vector: Uint32Array;
  /** Values in bins. */
  n: number;
  scale: number;
  tick: number;
  readonly length: number;
  readonly runs: Runs | undefined;
}

const others = detectors.filter((detector) => detector !== shape && detector !== shift);

/**
 * Whether every test of a window has a p-value above a level: most windows are calm, and then a verdict on them need not be
 * made to know that nothing can be found. It may say no where a verdict would be calm, never yes where it would not:
 *
 * - Of `shape` and `shift` the statistics themselves are computed, or (chi-square) what is never below them, and held against
 *   the value at which the p-value is the level: p-values never rise with their statistic, and tolerances only raise them.
 *   See `shapeIsCalm` and `Runs.areWithin`; rounding is far below the part by which limits are drawn in (`nearly`).
 * - Pairs of features have no tests but those of `dependence`; see `dependenceIsCalm`.
 * - Every other detector is asked for its p-values, unless it can have none: with a number in its bins and nothing beside
 *   them, before and now, `unseen`, `oddities` and `constant` are within their bounds, `categories`, `rate` and `dependence`
 *   are about other bins, and `outOfRange` is asked alone.
 *
 * P-values do not depend on the share of the budget, so one level serves statistics with shares of their own: the highest.
 */
export function isCalm(window: RawWindow, reference: Reference, limits: CalmLimits): boolean {
  const { vector, n, scale } = window;
  const { levels, level } = limits;
  const { bins, ordered } = reference.subject;
  if (bins.kind === 'grid') return dependenceIsCalm(vector, n, scale, reference, levels, level);
  if (ordered && !distributionIsCalm(window, reference, limits.of(n, reference))) return false;
  if (hasOnlyDistribution(vector, n, reference)) return rangeIsCalm(vector, n, scale, reference, level);
  const made = madeOf(window, reference);
  return others.every((detector) => detector(made, reference, levels).every(({ p_value }) => p_value > level.p_value));
}

function distributionIsCalm(window: RawWindow, reference: Reference, limits: CalmLimits): boolean {
  const { vector, n, scale, runs } = window;
  if (!shapeIsCalm(vector, n, limits)) return false;
  if (runs === undefined || limits.scores === Infinity) return true;
  if (hasShare(reference)) return shareIsCalm(window, reference, limits);
  return runs.areWithin(limits.scores, scale, reference.total, limits.levels.policy.tolerances.component);
}

/** Few windows have a run that is not as usual: the others cost nothing. */
function shareIsCalm(window: RawWindow, reference: Reference, { levels, level }: CalmLimits): boolean {
  const made = madeOf(window, reference, window.runs!.of(window.scale));
  return shift(made, reference, levels).every(({ p_value }) => p_value > level.p_value);
}

/** The window as detectors take it. */
function madeOf({ vector, scale, tick, length }: RawWindow, reference: Reference, runs?: readonly Run[]): WindowCounts {
  const plain = vector.subarray(0, length);
  const counts = reference.subject.ordered ? countsOf(plain, reference.bins) : plain;
  return windowOf(counts, scale, tick, reference.sums, runs);
}

/** Whether nothing but the distribution and range of a number could be out of the ordinary. */
function hasOnlyDistribution(vector: Uint32Array, n: number, reference: Reference): boolean {
  const { subject, bins, newBin } = reference;
  const { kind } = subject.bins;
  const isNumber = subject.ordered && (kind === 'quantile' || kind === 'values');
  if (!isNumber || reference.oddities.hasOutside) return false;
  // What is NEW lies in the last bin: then fewer than all values lie up to and with the one before it.
  if (newBin !== undefined && n !== (newBin > 0 ? vector[newBin - 1]! : 0)) return false;
  for (let at = bins; at < bins + outsideBins; at++) if (vector[at]! > 0) return false;
  return !answersThatVary.has(subject.role) || !isConstant(vector, n, bins);
}

/** Whether all values lie in one bin: the first that has any then has all. */
function isConstant(vector: Uint32Array, n: number, bins: number): boolean {
  for (let bin = 0; bin < bins; bin++) if (vector[bin]! > 0) return vector[bin] === n;
  return true;
}
