import { outsideBins } from '../counting/beside.js';
import type { CalmLevel } from '../budget/calm-level.js';
import type { Levels } from '../budget/levels.js';
import { answersThatVary } from '../budget/policy.js';
import type { Reference } from '../references/reference.js';
import type { Runs } from '../windows/runs.js';
import { windowOf } from '../windows/window.js';
import { dependenceIsCalm } from './dependence.js';
import { detectors } from './detectors.js';
import { rangeIsCalm } from './out-of-range.js';
import { shape } from './shape.js';
import { nearly, shapeIsCalm } from './shape-is-calm.js';
import { hasShare } from './newest-share.js';
import { shift, shiftTests } from './shift.js';

/** A window as it is at hand, before anything is made of it; one and the same for all windows of a series. */
export interface RawWindow {
  /** Bins and what is beside them in its first `length` places. */
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
 *   See `shapeIsCalm` and `shiftIsCalm`; rounding is far below the part by which limits are drawn in (`nearly`).
 * - Pairs of features have no tests but those of `dependence`; see `dependenceIsCalm`.
 * - Every other detector is asked for its p-values, unless it can have none: with a number in its bins and nothing beside
 *   them, before and now, `unseen`, `oddities` and `constant` are within their bounds, `categories`, `rate` and `dependence`
 *   are about other bins, and `outOfRange` is asked alone.
 *
 * P-values do not depend on the share of the budget, so one level serves statistics with shares of their own: the highest.
 */
export function isCalm(window: RawWindow, reference: Reference, levels: Levels, level: CalmLevel): boolean {
  const { vector, n, scale, tick, length } = window;
  if (reference.subject.bins.kind === 'grid') return dependenceIsCalm(vector, n, scale, reference, levels, level);
  if (!shapeIsCalm(vector, n, scale, reference, levels, level)) return false;
  if (!shiftIsCalm(window, reference, levels, level)) return false;
  if (hasOnlyDistribution(vector, n, reference)) return rangeIsCalm(vector, n, scale, reference, level);
  const made = windowOf(vector.subarray(0, length), scale, tick, reference.sums);
  return others.every((detector) => detector(made, reference, levels).every(({ p_value }) => p_value > level.p_value));
}

/** The best run has the p-value runs · 2e · P(Z ≥ distance): above the level where the distance is below its quantile. */
function shiftIsCalm(window: RawWindow, reference: Reference, levels: Levels, level: CalmLevel): boolean {
  const { runs, scale, n } = window;
  const { total } = reference;
  const { minimum_effective, tolerances } = levels.policy;
  // A run that is a part of the window has no more values, and so no less overdispersion.
  const scores = reference.scoreDispersionAt(scale, n, minimum_effective);
  if (runs === undefined || scores === undefined || total === 0) return true;
  if (hasShare(reference)) return shareIsCalm(window, reference, levels, level);
  const limit = level.score(shiftTests(scale)) * Math.sqrt(scores) * nearly;
  return runs.areWithin(limit, scale, total, tolerances.component);
}

/** Few windows have a run that is not as usual: the others cost nothing. */
function shareIsCalm(
  { vector, length, scale, tick, runs }: RawWindow,
  reference: Reference,
  levels: Levels,
  level: CalmLevel,
): boolean {
  const made = windowOf(vector.subarray(0, length), scale, tick, reference.sums, runs!.of(scale));
  return shift(made, reference, levels).every(({ p_value }) => p_value > level.p_value);
}

/** Whether nothing but the distribution and range of a number could be out of the ordinary. */
function hasOnlyDistribution(vector: Uint32Array, n: number, reference: Reference): boolean {
  const { subject, bins, newBin } = reference;
  const { kind } = subject.bins;
  const isNumber = kind === 'quantile' || kind === 'values';
  if (!isNumber || reference.oddities.hasOutside || (newBin !== undefined && vector[newBin]! > 0)) return false;
  for (let at = bins; at < bins + outsideBins; at++) if (vector[at]! > 0) return false;
  return !answersThatVary.has(subject.role) || !isConstant(vector, n, bins);
}

function isConstant(vector: Uint32Array, n: number, bins: number): boolean {
  for (let bin = 0; bin < bins; bin++) if (vector[bin]! > 0) return vector[bin] === n;
  return true;
}
