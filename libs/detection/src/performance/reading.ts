import type { Measured } from '@anchorwatch/stats';
import type { MetricName } from './task.js';

/** One measure of a window of outcomes, or of the baseline. */
export interface Reading {
  readonly metric: MetricName;
  readonly value: number;
  /** Standard deviation of the value, by the delta method, as if outcomes were independent; only worked out when asked for. */
  readonly deviation: () => number;
  /**
   * What is compared with the baseline: the value itself, but the squared error of RMSE, and of F1 the share of hits among
   * hits and misses, which rises and falls with it and is a share.
   */
  readonly tested: number;
  /** How many outcomes of equal weight it rests on: one number, or two where two groups are compared (positives, negatives). */
  readonly trials: readonly number[];
  /** Whether `tested` is a share of `trials[0]`. */
  readonly is_share: boolean;
  /** Of the groups of the calibration error: score less truth in each, over all outcomes, and its variance for one outcome. */
  readonly gaps?: readonly { readonly gap: number; readonly variance: number }[];
}

/** What one outcome contributes to the spread of `tested`: variance and third central moment, by group of trials. */
export interface Moments {
  readonly variance: readonly number[];
  readonly third: readonly number[];
}

/** The delta method for a measure of weighted cells. @param unevenness Σw²/Σw: how many outcomes' worth one is worth */
export function deviationOf(
  { gradient }: Pick<Measured, 'gradient'>,
  weights: ArrayLike<number>,
  unevenness: number,
): number {
  let sum = 0;
  for (let cell = 0; cell < gradient.length; cell++) sum += gradient[cell]! * gradient[cell]! * weights[cell]!;
  return Math.sqrt(sum * unevenness);
}

/** Moments of the influence of one outcome, by the gradient over the cells of one group. */
export function influence(
  { gradient }: Measured,
  weights: ArrayLike<number>,
  within: (cell: number) => boolean = () => true,
): { readonly variance: number; readonly third: number } {
  let [total, squares, cubes] = [0, 0, 0];
  for (let cell = 0; cell < gradient.length; cell++) {
    if (!within(cell)) continue;
    total += weights[cell]!;
    squares += gradient[cell]! ** 2 * weights[cell]!;
    cubes += gradient[cell]! ** 3 * weights[cell]!;
  }
  return { variance: squares * total, third: cubes * total * total };
}

/** A mean of values with their squares. */
export function meanReading(
  metric: MetricName,
  sum: number,
  squares: number,
  total: number,
  unevenness: number,
): Reading | undefined {
  if (total === 0) return undefined;
  const value = sum / total;
  const variance = Math.max(0, squares / total - value * value);
  const trials = [total / unevenness];
  const deviation = (): number => Math.sqrt(variance / trials[0]!);
  return { metric, value, tested: value, deviation, trials, is_share: false };
}
