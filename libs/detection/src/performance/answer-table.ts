import { binIndex } from '@anchorwatch/stats';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { MISSING, WRONG_TYPE } from '../binner.js';
import type { BaselinePerformance } from './baseline-performance.js';
import { sideOf } from './count-outcome.js';
import { scoreBinsOf } from './outcome-layout.js';
import { outcomeOf } from './outcome.js';
import { positiveScore } from './score-of.js';

/** How answers are counted by predicted label and bin of the score, from which performance is estimated without labels. */
export interface AnswerTable {
  /** Cell `label · bins + bin`. */
  readonly bins: number;
  readonly cells: number;
  /** The cell of an event; MISSING without a score or label, WRONG_TYPE for a label that is no class, undefined for a failed event. */
  readonly cellOf: (event: InferenceEvent) => number | undefined;
}

const unlabelled = { label: undefined, value: undefined, weight: 1 };

/** The table of a baseline, or undefined where performance cannot be estimated. */
export function answerTable(performance: BaselinePerformance | undefined): AnswerTable | undefined {
  if (performance?.kind !== 'measured' || performance.task.kind !== 'binary') return undefined;
  const { task } = performance;
  const { score } = task;
  if (score?.is_probability !== true) return undefined;
  const bins = scoreBinsOf(task);
  const cellOf = (event: InferenceEvent): number | undefined => {
    const answer = outcomeOf(event, unlabelled);
    if (answer === undefined) return undefined;
    if (task.has_labels && answer.label === undefined) return MISSING;
    const label = task.has_labels ? sideOf(task, answer.label) : 0;
    if (label === undefined) return WRONG_TYPE;
    const found = positiveScore(answer, task, score.meaning);
    return found === undefined ? MISSING : label * bins + binIndex(score.edges, found);
  };
  return { bins, cells: 2 * bins, cellOf };
}
