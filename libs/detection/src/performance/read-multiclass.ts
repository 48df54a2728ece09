import type { Measured } from '@anchorwatch/stats';
import type { Outcomes } from './outcome-layout.js';
import { deviationOf, meanReading, type Reading } from './reading.js';
import type { MetricName, Task } from './task.js';

type Multiclass = Extract<Task, { kind: 'multiclass' }>;

/** The measures of a classifier with several classes; macro measures are means over the classes that occur. */
export function readMulticlass(task: Multiclass, metric: MetricName, outcomes: Outcomes): Reading | undefined {
  const weights = outcomes.cells();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  const unevenness = outcomes.sum('weight') / total;
  if (metric === 'log_loss') return meanReading(metric, outcomes.sum('loss'), outcomes.sum('loss²'), total, unevenness);
  const measured = multiclassMetric(metric, weights, task.classes.length);
  if (measured === undefined) return undefined;
  return {
    metric,
    value: measured.value,
    deviation: () => deviationOf(measured, weights, unevenness),
    tested: measured.value,
    trials: [total / unevenness],
    is_share: metric === 'accuracy',
  };
}

/** A measure of a table of truths (rows) and answers (columns, the last for answers that are no class), with its gradient. */
export function multiclassMetric(
  metric: MetricName,
  weights: ArrayLike<number>,
  classes: number,
): Measured | undefined {
  const columns = classes + 1;
  const rows = new Float64Array(classes);
  const answers = new Float64Array(columns);
  let [total, right] = [0, 0];
  eachCell(classes, (cell, truth, label) => {
    rows[truth]! += weights[cell]!;
    answers[label]! += weights[cell]!;
    total += weights[cell]!;
    if (truth === label) right += weights[cell]!;
  });
  if (total === 0) return undefined;
  const hits = (name: number): number => weights[name * columns + name]!;
  const gradient = new Float64Array(classes * columns);
  if (metric === 'accuracy') {
    eachCell(classes, (cell, truth, label) => {
      gradient[cell] = ((truth === label ? 1 : 0) - right / total) / total;
    });
    return { value: right / total, gradient };
  }
  const present = Array.from({ length: classes }, (_, name) => name).filter((name) => rows[name]! + answers[name]! > 0);
  const sizeOf = (name: number): number =>
    metric === 'macro_recall'
      ? rows[name]!
      : metric === 'macro_precision'
        ? answers[name]!
        : (rows[name]! + answers[name]!) / 2;
  const valueOf = (name: number): number => (sizeOf(name) > 0 ? hits(name) / sizeOf(name) : 0);
  for (const name of present.filter((one) => sizeOf(one) > 0)) {
    const value = valueOf(name);
    eachCell(classes, (cell, truth, label) => {
      const inRow = truth === name ? 1 : 0;
      const inColumn = label === name ? 1 : 0;
      const grows =
        metric === 'macro_recall' ? inRow : metric === 'macro_precision' ? inColumn : (inRow + inColumn) / 2;
      gradient[cell]! += (inRow * inColumn - value * grows) / sizeOf(name) / present.length;
    });
  }
  return { value: present.reduce((sum, name) => sum + valueOf(name), 0) / present.length, gradient };
}

function eachCell(classes: number, visit: (cell: number, truth: number, label: number) => void): void {
  for (let truth = 0, cell = 0; truth < classes; truth++) {
    for (let label = 0; label <= classes; label++, cell++) visit(cell, truth, label);
  }
}
