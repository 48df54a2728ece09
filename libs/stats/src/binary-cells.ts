/**
 * Weights of answers of a classifier with two classes, by truth, predicted label and bin of the score: cell
 * `(truth · 2 + label) · bins + bin`, where 1 is the positive class. Every measure of its performance follows from them.
 */
export interface BinaryCells {
  /** Length 4 · bins, each ≥ 0. */
  readonly weights: ArrayLike<number>;
  readonly bins: number;
  /** Mean score of each bin as a probability of the positive class; needed by the losses and the calibration error. */
  readonly scores?: ArrayLike<number>;
}

/** The cell of a truth (0 or 1), a predicted label (0 or 1) and a bin. */
export function binaryCell(bins: number, truth: number, label: number, bin: number): number {
  return (truth * 2 + label) * bins + bin;
}
