import { binIndex } from '@anchorwatch/stats';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { MISSING, placeOf, WRONG_TYPE } from '../counting/binner.js';
import type { BaselinePerformance } from './baseline-performance.js';
import { sideOf } from './count-outcome.js';
import { addOutcome, scoreBinsOf, weighedCells, type OutcomeLayout } from './outcome-layout.js';
import { outcomeOf } from './outcome.js';
import { positiveScore } from './score-of.js';

/**
 * How answers are counted by predicted label and bin of the score, from which performance is estimated without labels. A
 * sampled answer stands for as many as its sampling fraction says: cells hold weights, and beside them stand the number
 * of answers and the sum of squared weights, which says how many answers of equal weight they are worth.
 */
export interface AnswerTable {
  /** Cell `label · bins + bin`. */
  readonly layout: OutcomeLayout;
  /**
   * Counts an event at `start` of a vector, behind whose places for the table are those beside the bins: an answer without a
   * score or label is missing, one of no class is of the wrong type, and a failed event is none.
   */
  readonly count: (event: InferenceEvent, into: Uint32Array, start: number) => void;
}

const unlabelled = { label: undefined, value: undefined, weight: 1 };

/** How the answers to a classifier with so many bins of the score lie in a profile. */
export function answerLayout(bins: number): OutcomeLayout {
  return weighedCells(2 * bins);
}

/** The table of a baseline, or undefined where performance cannot be estimated. */
export function answerTable(performance: BaselinePerformance | undefined): AnswerTable | undefined {
  if (performance?.kind !== 'measured' || performance.task.kind !== 'binary') return undefined;
  const { task } = performance;
  const { score } = task;
  if (score?.is_probability !== true) return undefined;
  const bins = scoreBinsOf(task);
  const layout = answerLayout(bins);
  const count = (event: InferenceEvent, into: Uint32Array, start: number): void => {
    const answer = outcomeOf(event, unlabelled);
    if (answer === undefined) return;
    const label = !task.has_labels ? 0 : answer.label === undefined ? MISSING : sideOf(task, answer.label);
    const found = positiveScore(answer, task, score.meaning);
    if (label === undefined || label === MISSING || found === undefined) {
      into[start + placeOf(label === undefined ? WRONG_TYPE : MISSING, layout.size)]!++;
      return;
    }
    addOutcome(layout, into, start, label * bins + binIndex(score.edges, found), answer.weight);
  };
  return { layout, count };
}
