import type { Outcomes } from './outcome-layout.js';
import { meanReading, type Reading } from './reading.js';
import type { MetricName, Task } from './task.js';

type Regression = Extract<Task, { kind: 'regression' }>;

/** The measures of a model that answers with a number, in the units of the truth. */
export function readRegression(task: Regression, metric: MetricName, outcomes: Outcomes): Reading | undefined {
  const [total] = outcomes.cells();
  if (total === undefined || total === 0) return undefined;
  const unevenness = outcomes.sum('weight') / total;
  const squares = outcomes.sum('error²');
  const mean = (sum: number, ofSquares: number): Reading =>
    meanReading(metric, sum, ofSquares, total, unevenness) as Reading;
  switch (metric) {
    case 'mae':
      return inUnits(mean(outcomes.sum('over') + outcomes.sum('under'), squares), task.error);
    case 'mean_error':
      return inUnits(mean(outcomes.sum('over') - outcomes.sum('under'), squares), task.error);
    case 'rmse': {
      const square = mean(squares, outcomes.sum('error⁴'));
      const root = Math.sqrt(square.value);
      const deviation = (): number => (root === 0 ? 0 : (square.deviation() / (2 * root)) * task.error);
      return { ...square, value: root * task.error, deviation };
    }
    case 'r2':
      return explained(task, outcomes, total, unevenness);
    default:
      return undefined;
  }
}

/** `tested` stays in units of the baseline's error. */
function inUnits(reading: Reading, unit: number): Reading {
  return { ...reading, value: reading.value * unit, deviation: () => reading.deviation() * unit };
}

/** 1 − mean squared error / variance of the truth; undefined where the truth does not vary. */
function explained(task: Regression, outcomes: Outcomes, total: number, unevenness: number): Reading | undefined {
  const centre = (outcomes.sum('above') - outcomes.sum('below')) / total;
  const spread = outcomes.sum('truth²') / total - centre * centre;
  if (!(spread > 1e-9)) return undefined;
  const scale = (task.error / task.sd) ** 2;
  const value = 1 - (outcomes.sum('error²') / total / spread) * scale;
  // One outcome moves it by −(scale·e² − (1 − R²)·z²)/spread.
  const rest = 1 - value;
  const trials = [total / unevenness];
  const deviation = (): number => {
    const square =
      scale * scale * outcomes.sum('error⁴') -
      2 * scale * rest * outcomes.sum('error²·truth²') +
      rest * rest * outcomes.sum('truth⁴');
    return Math.sqrt(Math.max(0, square / total) / trials[0]!) / spread;
  };
  return { metric: 'r2', value, tested: value, deviation, trials, is_share: false };
}
