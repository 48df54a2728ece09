import type { BinaryCells } from './binary-cells.js';

export type BinaryMetric = 'accuracy' | 'precision' | 'recall' | 'f1' | 'roc_auc' | 'log_loss' | 'brier';

/** A measure and how it moves with the weight of each cell: what the delta method needs. */
export interface Measured {
  readonly value: number;
  /** As long as the cells. It says how an event more in a cell moves the value; weighted by the cells it adds up to 0. */
  readonly gradient: Float64Array;
}

/** Scores are kept this far from 0 and 1 in the log loss, which would be infinite there. */
export const surest = 1e-7;

/**
 * A measure of a classifier with two classes, with its gradient.
 *
 * `roc_auc` takes two scores of one bin for tied, and ties for half. `log_loss` and `brier` take every score for the mean
 * of its bin.
 *
 * @returns undefined where the measure does not exist: no predicted positives (precision), no positives (recall, f1), one
 *   class only (roc_auc), or no events
 * @throws RangeError when a loss is asked for cells without scores
 * @see Fawcett (2006), Pattern Recogn. Lett. 27(8):861–874, https://doi.org/10.1016/j.patrec.2005.10.010
 */
export function binaryMetric(metric: BinaryMetric, cells: BinaryCells): Measured | undefined {
  switch (metric) {
    case 'accuracy':
      return share(
        cells,
        () => true,
        (truth, label) => truth === label,
      );
    case 'precision':
      return share(
        cells,
        (_, label) => label === 1,
        (truth) => truth === 1,
      );
    case 'recall':
      return share(
        cells,
        (truth) => truth === 1,
        (_, label) => label === 1,
      );
    case 'f1':
      return harmonic(cells);
    case 'roc_auc':
      return rankOrder(cells);
    case 'log_loss':
      return meanLoss(cells, (truth, score) => -Math.log(Math.max(surest, truth === 1 ? score : 1 - score)));
    case 'brier':
      return meanLoss(cells, (truth, score) => (truth - score) ** 2);
  }
}

type Of = (truth: number, label: number) => boolean;

function share(cells: BinaryCells, counts: Of, succeeds: Of): Measured | undefined {
  return mean(cells, counts, (truth, label) => (succeeds(truth, label) ? 1 : 0));
}

function meanLoss(cells: BinaryCells, loss: (truth: number, score: number) => number): Measured | undefined {
  const { scores } = cells;
  if (scores === undefined) throw new RangeError('binaryMetric requires scores for a loss');
  return mean(
    cells,
    () => true,
    (truth, _, bin) => loss(truth, scores[bin]!),
  );
}

function mean(
  { weights, bins }: BinaryCells,
  counts: Of,
  valueOf: (truth: number, label: number, bin: number) => number,
): Measured | undefined {
  let total = 0;
  let sum = 0;
  each(bins, (cell, truth, label, bin) => {
    if (weights[cell] === 0 || !counts(truth, label)) return;
    total += weights[cell]!;
    sum += weights[cell]! * valueOf(truth, label, bin);
  });
  if (total === 0) return undefined;
  const value = sum / total;
  const gradient = new Float64Array(4 * bins);
  each(bins, (cell, truth, label, bin) => {
    if (counts(truth, label)) gradient[cell] = (valueOf(truth, label, bin) - value) / total;
  });
  return { value, gradient };
}

/** 2·TP / (2·TP + FP + FN). */
function harmonic({ weights, bins }: BinaryCells): Measured | undefined {
  let hits = 0;
  let misses = 0;
  each(bins, (cell, truth, label) => {
    if (truth === 1 && label === 1) hits += weights[cell]!;
    else if (truth !== label) misses += weights[cell]!;
  });
  const total = 2 * hits + misses;
  if (total === 0) return undefined;
  const value = (2 * hits) / total;
  const gradient = new Float64Array(4 * bins);
  each(bins, (cell, truth, label) => {
    if (truth === 1 && label === 1) gradient[cell] = (2 - 2 * value) / total;
    else if (truth !== label) gradient[cell] = -value / total;
  });
  return { value, gradient };
}

/** The chance that a positive scores above a negative. */
function rankOrder({ weights, bins }: BinaryCells): Measured | undefined {
  const at = (truth: number, bin: number): number =>
    weights[truth * 2 * bins + bin]! + weights[(truth * 2 + 1) * bins + bin]!;
  let positives = 0;
  let negatives = 0;
  for (let bin = 0; bin < bins; bin++) {
    positives += at(1, bin);
    negatives += at(0, bin);
  }
  if (positives === 0 || negatives === 0) return undefined;
  const [below, above] = [new Float64Array(bins), new Float64Array(bins)];
  let [negativesBelow, positivesBelow, ordered] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    below[bin] = negativesBelow + at(0, bin) / 2;
    above[bin] = positives - positivesBelow - at(1, bin) / 2;
    ordered += at(1, bin) * below[bin]!;
    negativesBelow += at(0, bin);
    positivesBelow += at(1, bin);
  }
  const value = ordered / (positives * negatives);
  const gradient = new Float64Array(4 * bins);
  each(bins, (cell, truth, _, bin) => {
    gradient[cell] =
      truth === 1 ? (below[bin]! / negatives - value) / positives : (above[bin]! / positives - value) / negatives;
  });
  return { value, gradient };
}

function each(bins: number, visit: (cell: number, truth: number, label: number, bin: number) => void): void {
  for (let truth = 0, cell = 0; truth < 2; truth++) {
    for (let label = 0; label < 2; label++) for (let bin = 0; bin < bins; bin++, cell++) visit(cell, truth, label, bin);
  }
}
