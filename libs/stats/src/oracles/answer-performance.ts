import { binaryMetric } from '../binary-metric.js';
import { binIndex } from '../bin-index.js';
import { estimateBinary, type Calibration } from '../estimate-binary.js';
import { interpolate } from '../interpolate.js';
import { isotonicFit } from '../isotonic-fit.js';
import type { Answer } from './answer-distances.js';
import { type Fields, isFields } from './oracle-case.js';
import { numbersOf } from './read-fields.js';

/** Answers about the performance of classifiers, by kind. */
export const performanceAnswers: ReadonlyMap<string, Answer> = new Map<string, Answer>([['cbpe_binary', estimated]]);

/** Every distinct score is a bin of its own here, so that nothing is rounded. */
function estimated(inputs: Fields): Fields {
  const reference = columnsOf(inputs['reference']);
  const chunk = columnsOf(inputs['chunk']);
  const [scores, labels, truths] = [chunk('y_pred_proba'), chunk('y_pred'), chunk('clf_target')];
  const distinct = ascending(scores);
  const bins = distinct.length;
  const counts = new Float64Array(2 * bins);
  const weights = new Float64Array(4 * bins);
  scores.forEach((score, row) => {
    const bin = binIndex(distinct, score) - 1;
    counts[labels[row]! * bins + bin]! += 1;
    weights[(truths[row]! * 2 + labels[row]!) * bins + bin]! += 1;
  });
  const calibration = calibrated(reference('y_pred_proba'), reference('clf_target'), distinct);
  const valueOf = (metric: 'roc_auc' | 'accuracy') => estimateBinary(metric, { counts, bins }, calibration)?.value;
  const realised = (metric: 'roc_auc' | 'accuracy') => binaryMetric(metric, { weights, bins })?.value;
  return {
    estimated_roc_auc: valueOf('roc_auc'),
    estimated_accuracy: valueOf('accuracy'),
    realised_roc_auc: realised('roc_auc'),
    realised_accuracy: realised('accuracy'),
    rows: scores.length,
  };
}

function calibrated(scores: readonly number[], truths: readonly number[], wanted: readonly number[]): Calibration {
  const distinct = ascending(scores);
  const events = new Float64Array(distinct.length);
  const positives = new Float64Array(distinct.length);
  scores.forEach((score, row) => {
    const place = binIndex(distinct, score) - 1;
    events[place]! += 1;
    positives[place]! += truths[row]!;
  });
  const { fitted } = isotonicFit(
    positives.map((sum, place) => sum / events[place]!),
    events,
  );
  return {
    probabilities: wanted.map((score) => interpolate(distinct, fitted, score)),
    block: wanted.map((_, place) => place),
    events: wanted.map(() => scores.length),
  };
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function columnsOf(value: unknown): (name: string) => number[] {
  if (!isFields(value)) throw new TypeError('columns of numbers are required');
  return (name) => numbersOf(value[name]);
}
