import type { Calibration } from '@anchorwatch/stats';
import type { Moments, Reading } from './reading.js';
import type { Task } from './task.js';

/** How many outcomes count as one, measured on the baseline's own windows of one length. */
export interface MetricDispersion {
  /** Window length in ticks. */
  readonly scale: number;
  readonly windows: number;
  /** >= 1; of a measure with labels never less than at a smaller scale. */
  readonly factor: number;
}

/** One measure of the baseline, with what is needed to say whether a window differs from it. */
export interface MetricReference extends Omit<Reading, 'deviation'>, Moments {
  readonly overdispersion: readonly MetricDispersion[];
  /**
   * The same of what labels show around the estimate without labels; absent where there is none. A window may need less than
   * at a smaller scale.
   */
  readonly estimated?: readonly MetricDispersion[];
}

/** From scores to probabilities. */
export interface ScoreCalibration {
  readonly map: Calibration;
  /** Whether the scores had to be mapped: it lowers their calibration error on events that were left out. */
  readonly is_mapped: boolean;
}

/** The baseline's performance in one segment. */
export interface PerformanceProfile {
  /** '' is the whole traffic. */
  readonly segment: string;
  readonly labelled: number;
  readonly metrics: readonly MetricReference[];
  /** Absent where performance cannot be estimated without labels. */
  readonly calibration?: ScoreCalibration;
}

/** How well the model answered in the baseline, by the labels that there were. */
export type BaselinePerformance =
  | {
      readonly kind: 'measured';
      readonly task: Task;
      readonly labelled: number;
      /** Labels whose event was not among the baseline's, and those that are not of the task. */
      readonly unmatched: number;
      readonly unusable: number;
      readonly profiles: readonly PerformanceProfile[];
    }
  | { readonly kind: 'blind'; readonly reason: string };

/** The fewest outcomes, of the smaller group where two are compared, from which a measure has a law of large numbers. */
export function fewestOutcomes(
  task: Task,
  { is_share, trials }: Pick<Reading, 'is_share' | 'trials'>,
  minimum_effective: number,
): number {
  const classes = task.kind === 'multiclass' && !is_share ? task.classes.length / 2 : 1;
  return (minimum_effective * Math.max(1, classes)) / trials.length;
}

/** Dispersion in force at a scale: that of the largest scale up to it that could be measured. */
export function dispersionAt(measured: readonly MetricDispersion[], scale: number): number {
  return measured.findLast((one) => one.scale <= scale)?.factor ?? 1;
}
