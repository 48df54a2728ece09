import { binaryMetric, expectedCalibrationError } from '@anchorwatch/stats';
import { sumOf } from '../counting/beside.js';
import { scoreBinsOf, type Outcomes } from './outcome-layout.js';
import { deviationOf, meanReading, type Reading } from './reading.js';
import type { MetricName, Task } from './task.js';

type Binary = Extract<Task, { kind: 'binary' }>;

/** The measures of a classifier with two classes. */
export function readBinary(task: Binary, metric: MetricName, outcomes: Outcomes): Reading | undefined {
  const [below, above] = outcomes.byTruth();
  const [negatives, positives] = [sumOf(below), sumOf(above)];
  const total = negatives + positives;
  if (total === 0) return undefined;
  const unevenness = outcomes.sum('weight') / total;
  switch (metric) {
    case 'log_loss':
      return meanReading(metric, outcomes.sum('loss'), outcomes.sum('loss²'), total, unevenness);
    case 'brier':
      return meanReading(metric, outcomes.sum('brier'), outcomes.sum('brier²'), total, unevenness);
    case 'ece':
      return calibration(task, below, above, total, unevenness);
    case 'roc_auc': {
      const value = rankOrder(below, above, negatives, positives);
      if (value === undefined) return undefined;
      const deviation = (): number => {
        const weights = outcomes.cells();
        return deviationOf(binaryMetric('roc_auc', { weights, bins: scoreBinsOf(task) })!, weights, unevenness);
      };
      const trials = [positives / unevenness, negatives / unevenness];
      return { metric, value, deviation, tested: value, trials, is_share: false };
    }
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
      return share(metric, outcomes.cells(), unevenness);
    default:
      return undefined;
  }
}

function share(
  metric: 'accuracy' | 'precision' | 'recall' | 'f1',
  weights: Float64Array,
  unevenness: number,
): Reading | undefined {
  const bins = weights.length / 4;
  const [tn, fp, fn, tp] = [0, 1, 2, 3].map((of) => sumOf(weights.subarray(of * bins, (of + 1) * bins))) as [
    number,
    number,
    number,
    number,
  ];
  const hits = metric === 'accuracy' ? tn + tp : tp;
  const all = { accuracy: tn + fp + fn + tp, precision: fp + tp, recall: fn + tp, f1: fp + fn + tp }[metric];
  if (all === 0) return undefined;
  const tested = hits / all;
  const trials = [all / unevenness];
  // Of F = 2H/(2H + M) the share H/(H + M) = F/(2 − F).
  const value = metric === 'f1' ? (2 * tested) / (1 + tested) : tested;
  const slope = metric === 'f1' ? 2 / (1 + tested) ** 2 : 1;
  const deviation = (): number => slope * Math.sqrt((tested * (1 - tested)) / trials[0]!);
  return { metric, value, deviation, tested, trials, is_share: true };
}

/** The chance that a positive scores above a negative; ties count half. */
function rankOrder(below: Float64Array, above: Float64Array, negatives: number, positives: number): number | undefined {
  if (negatives === 0 || positives === 0) return undefined;
  let [passed, ordered] = [0, 0];
  for (let bin = 0; bin < below.length; bin++) {
    ordered += above[bin]! * (passed + below[bin]! / 2);
    passed += below[bin]!;
  }
  return ordered / (positives * negatives);
}

/** How many groups of neighbouring bins the calibration error compares. */
const calibrationGroups = 10;

function calibration(
  task: Binary,
  below: Float64Array,
  above: Float64Array,
  total: number,
  unevenness: number,
): Reading {
  const scores = task.score!.scores;
  const bins = scores.length;
  const groups = Math.min(calibrationGroups, bins);
  const [sums, positives, squares] = [0, 1, 2].map(() => new Float64Array(groups)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let bin = 0; bin < bins; bin++) {
    const group = Math.floor((bin * groups) / bins);
    const score = scores[bin]!;
    sums[group]! += (below[bin]! + above[bin]!) * score;
    positives[group]! += above[bin]!;
    squares[group]! += below[bin]! * score * score + above[bin]! * (1 - score) ** 2;
  }
  const gaps = Array.from(sums, (sum, group) => {
    const gap = (sum - positives[group]!) / total;
    return { gap, variance: Math.max(0, squares[group]! / total - gap * gap) };
  });
  const value = expectedCalibrationError(sums, positives, total);
  const trials = [total / unevenness];
  const deviation = (): number => Math.sqrt(gaps.reduce((sum, { variance }) => sum + variance, 0) / trials[0]!);
  return { metric: 'ece', value, tested: value, deviation, trials, is_share: false, gaps };
}
