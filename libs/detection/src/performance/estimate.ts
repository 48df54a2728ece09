import { estimateBinary, type BinaryMetric, type Estimate } from '@anchorwatch/stats';
import type { ScoreCalibration } from './baseline-performance.js';
import type { Outcomes } from './outcome-layout.js';
import { scoreBinsOf } from './outcome-layout.js';
import type { MetricName, Task } from './task.js';

const estimable: ReadonlySet<MetricName> = new Set<BinaryMetric>([
  'accuracy',
  'precision',
  'recall',
  'f1',
  'roc_auc',
  'log_loss',
  'brier',
]);

/** Whether a measure can be estimated without labels. */
export function isEstimable(metric: MetricName): metric is BinaryMetric {
  return estimable.has(metric);
}

/**
 * A measure of answers without their truth, or undefined where it does not exist.
 * @param weights of answers by predicted label and bin of the score: cell `label · bins + bin`
 * @param unevenness Σw²/Σw of the answers
 * @param dispersion how many answers count as one, of this measure
 */
export function estimateOf(
  task: Extract<Task, { kind: 'binary' }>,
  metric: BinaryMetric,
  { map }: ScoreCalibration,
  answers: { readonly weights: ArrayLike<number>; readonly unevenness: number },
  dispersion: number,
): Estimate | undefined {
  const { weights: counts, unevenness } = answers;
  return estimateBinary(
    metric,
    { counts, bins: scoreBinsOf(task), scores: task.score!.scores, unevenness },
    map,
    dispersion,
  );
}

/** Answers whose truth is known, as they looked without it. */
export function withoutTruth(outcomes: Outcomes): { readonly weights: Float64Array; readonly unevenness: number } {
  const cells = outcomes.cells();
  const half = cells.length / 2;
  const weights = new Float64Array(half);
  let total = 0;
  for (let cell = 0; cell < half; cell++) {
    weights[cell] = cells[cell]! + cells[half + cell]!;
    total += weights[cell]!;
  }
  return { weights, unevenness: outcomes.sum('weight') / total };
}
