import { proportionInterval } from '@anchorwatch/stats';
import type { Reading } from './reading.js';
import type { MetricName, Task } from './task.js';

/** What intervals are said to cover. */
export const coverage = 0.95;
export const coverageZ = 1.959963984540054;

/** A measure with the interval in which it lies. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The 95 % interval of a measure, of which so many outcomes count as one. */
export function intervalOf(task: Task, reading: Reading, dispersion: number): Interval {
  const { metric, value, is_share, tested } = reading;
  const n = reading.trials[0]! / dispersion;
  if (is_share && n >= 1) {
    const [low, high] = proportionInterval(Math.min(n, tested * n), n, 1 - coverage, 'wilson');
    return { value, low: inShownUnits(task, metric, low), high: inShownUnits(task, metric, high) };
  }
  return within(metric, value, reading.deviation() * Math.sqrt(dispersion));
}

/** A symmetric 95 % interval, cut where the measure can go no further. */
export function within(metric: MetricName, value: number, deviation: number): Interval {
  const [least, most] = rangeOf(metric);
  return {
    value,
    low: Math.max(least, value - coverageZ * deviation),
    high: Math.min(most, value + coverageZ * deviation),
  };
}

/** From what is tested to what is shown; see `Reading.tested`. */
export function inShownUnits(task: Task, metric: MetricName, tested: number): number {
  if (metric === 'f1') return (2 * tested) / (1 + tested);
  if (task.kind !== 'regression') return tested;
  if (metric === 'rmse') return Math.sqrt(Math.max(0, tested)) * task.error;
  return metric === 'r2' ? tested : tested * task.error;
}

function rangeOf(metric: MetricName): readonly [least: number, most: number] {
  switch (metric) {
    case 'mean_error':
      return [-Infinity, Infinity];
    case 'log_loss':
    case 'rmse':
    case 'mae':
      return [0, Infinity];
    case 'r2':
      return [-Infinity, 1];
    default:
      return [0, 1];
  }
}
