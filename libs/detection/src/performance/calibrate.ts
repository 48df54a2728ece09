import { expectedCalibrationError, isotonicFit, type Calibration } from '@anchorwatch/stats';

/** A labelled score: its bin, whether the truth was the positive class, and its weight. */
export interface LabelledScore {
  readonly bin: number;
  readonly truth: number;
  readonly weight: number;
}

const folds = 10;
const groups = 10;

/**
 * From scores to probabilities: isotonic regression of the truth on the score's bins, but only if that lowers the expected
 * calibration error on events that were left out of the fit; otherwise the scores are probabilities already.
 *
 * @param rows in the order in which they came: each tenth one is left out in turn
 * @param scores mean score of each bin
 * @see NannyML 0.13, `calibration.py`, for the rule; its folds are drawn by chance
 */
export function calibrate(
  rows: readonly LabelledScore[],
  scores: readonly number[],
): { readonly map: Calibration; readonly is_mapped: boolean } {
  const bins = scores.length;
  const all = tableOf(rows, bins);
  let [plain, mapped] = [0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const left = tableOf(
      rows.filter((_, k) => k % folds === fold),
      bins,
    );
    const rest = all.map(({ events, positives }, bin) => ({
      events: events - left[bin]!.events,
      positives: positives - left[bin]!.positives,
    }));
    plain += errorOf(left, scores);
    mapped += errorOf(left, fitOf(rest, scores).fitted);
  }
  const { fitted, block } = fitOf(all, scores);
  const isMapped = mapped < plain;
  return {
    is_mapped: isMapped,
    map: {
      probabilities: Array.from(isMapped ? fitted : scores, (value) => Math.min(1, Math.max(0, value))),
      block: Array.from(block),
      events: evenEvents(rows, block),
    },
  };
}

/** By bin: how many events of equal weight its block was fitted on, (Σw)²/Σw². */
function evenEvents(rows: readonly LabelledScore[], block: ArrayLike<number>): number[] {
  const blocks = Array.from(block, () => ({ weight: 0, squared: 0 }));
  for (const { bin, weight } of rows) {
    const own = blocks[block[bin]!]!;
    own.weight += weight;
    own.squared += weight * weight;
  }
  return Array.from(block, (number) => {
    const { weight, squared } = blocks[number]!;
    return squared > 0 ? weight ** 2 / squared : 0;
  });
}

interface Bin {
  readonly events: number;
  readonly positives: number;
}

function tableOf(rows: readonly LabelledScore[], bins: number): readonly Bin[] {
  const table = Array.from({ length: bins }, () => ({ events: 0, positives: 0 }));
  for (const { bin, truth, weight } of rows) {
    table[bin]!.events += weight;
    table[bin]!.positives += weight * truth;
  }
  return table;
}

function fitOf(table: readonly Bin[], scores: readonly number[]) {
  return isotonicFit(
    table.map(({ events, positives }, bin) => (events > 0 ? positives / events : scores[bin]!)),
    table.map(({ events }) => Math.max(0, events)),
  );
}

/** Calibration error over ten groups of about as many events. */
function errorOf(table: readonly Bin[], probabilities: ArrayLike<number>): number {
  const total = table.reduce((sum, { events }) => sum + events, 0);
  if (total === 0) return 0;
  const scores = new Float64Array(groups);
  const positives = new Float64Array(groups);
  let before = 0;
  table.forEach((bin, k) => {
    const group = Math.min(groups - 1, Math.floor(((before + bin.events / 2) / total) * groups));
    before += bin.events;
    scores[group]! += bin.events * probabilities[k]!;
    positives[group]! += bin.positives;
  });
  return expectedCalibrationError(scores, positives, total);
}
