import { binaryCell } from './binary-cells.js';
import { binaryMetric, type BinaryMetric } from './binary-metric.js';

/** A calibration of scores: with which probability the truth is the positive class, by bin of the score. */
export interface Calibration {
  /** In [0, 1]. */
  readonly probabilities: ArrayLike<number>;
  /** The number of the pooled block that each bin's probability was fitted in, and how many labelled events it held. */
  readonly block: ArrayLike<number>;
  readonly events: ArrayLike<number>;
}

/** What a classifier answered, by predicted label (0 or 1) and bin of the score: cell `label · bins + bin`. */
export interface Answers {
  readonly counts: ArrayLike<number>;
  readonly bins: number;
  /** Mean score of each bin, for the losses. */
  readonly scores?: ArrayLike<number>;
  /** Of sampled answers, whose counts are sums of weights: Σw²/Σw, how many answers' worth one is worth. Default 1. */
  readonly unevenness?: number;
}

export interface Estimate {
  readonly value: number;
  /** Standard deviation of what labels would show about it: chance of the labels, and doubt of the calibration. */
  readonly deviation: number;
  /** The part of it that independent labels would bring by chance, were the calibration certain. */
  readonly chance: number;
}

/**
 * A measure of performance without labels: with calibrated scores an answer is right with a known chance, and the
 * expected truth takes the place of the truth (confidence-based performance estimation, CBPE).
 *
 * The deviation is that of the measure as labels would show it, by the delta method: each truth is a coin of its
 * calibrated probability, and the probabilities of one block of the calibration err together, by the events they were
 * fitted on. Of weighted answers the chance of the labels is that of (Σw)²/Σw² answers of equal weight, spread over the bins
 * as the weights are.
 *
 * @param overdispersion how many events count as one, of this measure given the scores; ≥ 1
 * @returns undefined where the measure would not exist; see `binaryMetric`. O(bins).
 * @see NannyML, "Confidence-based Performance Estimation (CBPE)", for the estimate; the deviation is our own
 */
export function estimateBinary(
  metric: BinaryMetric,
  { counts, bins, scores, unevenness = 1 }: Answers,
  calibration: Calibration,
  overdispersion = 1,
): Estimate | undefined {
  const weights = new Float64Array(4 * bins);
  for (let label = 0; label < 2; label++) {
    for (let bin = 0; bin < bins; bin++) {
      const count = counts[label * bins + bin]!;
      const chance = calibration.probabilities[bin]!;
      weights[binaryCell(bins, 1, label, bin)] = count * chance;
      weights[binaryCell(bins, 0, label, bin)] = count * (1 - chance);
    }
  }
  const measured = binaryMetric(metric, { weights, bins, scores });
  if (measured === undefined) return undefined;
  const { value, gradient } = measured;
  let ofLabels = 0;
  // By block: how the value moves with its probability.
  const slopes = new Map<number, { slope: number; chance: number; events: number }>();
  for (let bin = 0; bin < bins; bin++) {
    const [chance, events] = [calibration.probabilities[bin]!, calibration.events[bin]!];
    const block = slopes.get(calibration.block[bin]!) ?? { slope: 0, chance: smoothed(chance, events), events };
    for (let label = 0; label < 2; label++) {
      const count = counts[label * bins + bin]!;
      const lift = gradient[binaryCell(bins, 1, label, bin)]! - gradient[binaryCell(bins, 0, label, bin)]!;
      ofLabels += count * block.chance * (1 - block.chance) * lift * lift;
      block.slope += count * lift;
    }
    slopes.set(calibration.block[bin]!, block);
  }
  let ofCalibration = 0;
  for (const { slope, chance, events } of slopes.values()) {
    ofCalibration += (slope * slope * chance * (1 - chance)) / Math.max(1, events);
  }
  ofLabels *= unevenness;
  return { value, deviation: Math.sqrt((ofLabels + ofCalibration) * overdispersion), chance: Math.sqrt(ofLabels) };
}

/** A block that saw one class only is not certain of it (Jeffreys' half event). */
function smoothed(chance: number, events: number): number {
  return (chance * events + 0.5) / (events + 1);
}
