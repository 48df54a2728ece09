import { binIndex, binaryCell, surest } from '@anchorwatch/stats';
import type { OutcomeAdder } from './outcome-layout.js';
import { scoreBinsOf } from './outcome-layout.js';
import { probabilityOf, truthClass, type Outcome } from './outcome.js';
import { positiveScore } from './score-of.js';
import type { Task } from './task.js';

/** Where an outcome is counted, and what it adds to the sums. */
export interface Counted {
  readonly cell: number;
  readonly amounts: readonly number[];
}

/** Errors are counted up to so many times the baseline's: what lies beyond is broken by more than a figure can say. */
const mostError = 10_000;
/** For their fourth powers, which only widen an interval. */
const mostFourth = 300;

/** Where an outcome of a task belongs, or undefined when its answer or truth is not of that task. */
export function placeOutcome(task: Task, outcome: Outcome): Counted | undefined {
  switch (task.kind) {
    case 'binary':
      return placeBinary(task, outcome);
    case 'multiclass':
      return placeMulticlass(task, outcome);
    case 'regression':
      return placeRegression(task, outcome);
  }
}

/** Counts an outcome; whether it could be. */
export function countOutcome(task: Task, outcome: Outcome, into: OutcomeAdder): boolean {
  const place = placeOutcome(task, outcome);
  if (place === undefined) return false;
  into.add(place.cell, outcome.weight, place.amounts);
  return true;
}

function placeBinary(task: Extract<Task, { kind: 'binary' }>, outcome: Outcome): Counted | undefined {
  const truth = sideOf(task, truthClass(outcome));
  const label = task.has_labels ? sideOf(task, outcome.label) : 0;
  if (truth === undefined || label === undefined) return undefined;
  const bins = scoreBinsOf(task);
  if (task.score === undefined) return { cell: binaryCell(bins, truth, label, 0), amounts: [] };
  const score = positiveScore(outcome, task, task.score.meaning);
  if (score === undefined) return undefined;
  const cell = binaryCell(bins, truth, label, binIndex(task.score.edges, score));
  if (!task.score.is_probability) return { cell, amounts: [] };
  const loss = lossOf(truth === 1 ? score : 1 - score);
  const brier = Math.min(1, (truth - score) ** 2);
  return { cell, amounts: [loss, loss * loss, brier, brier * brier] };
}

/** 1 for the positive class, 0 for the negative, undefined for any other. */
export function sideOf(task: { negative: string; positive: string }, name: string | undefined): number | undefined {
  return name === task.positive ? 1 : name === task.negative ? 0 : undefined;
}

function placeMulticlass(task: Extract<Task, { kind: 'multiclass' }>, outcome: Outcome): Counted | undefined {
  const truth = task.classes.indexOf(truthClass(outcome) ?? '');
  if (truth < 0 || outcome.label === undefined) return undefined;
  const label = task.classes.indexOf(outcome.label);
  const cell = truth * (task.classes.length + 1) + (label < 0 ? task.classes.length : label);
  if (!task.has_probabilities) return { cell, amounts: [] };
  const loss = lossOf(probabilityOf(task.classes[truth]!, outcome.classes) ?? 0);
  return { cell, amounts: [loss, loss * loss] };
}

function placeRegression(task: Extract<Task, { kind: 'regression' }>, outcome: Outcome): Counted | undefined {
  const { value, truth_value } = outcome;
  if (value === undefined || truth_value === undefined) return undefined;
  const error = limited((value - truth_value) / task.error, mostError);
  const truth = limited((truth_value - task.mean) / task.sd, mostError);
  const [few, little] = [limited(error, mostFourth), limited(truth, mostFourth)];
  return {
    cell: 0,
    amounts: [
      Math.max(0, error),
      Math.max(0, -error),
      error * error,
      few ** 4,
      Math.max(0, truth),
      Math.max(0, -truth),
      truth * truth,
      little ** 4,
      few * few * little * little,
    ],
  };
}

function lossOf(probability: number): number {
  return -Math.log(Math.min(1, Math.max(surest, probability)));
}

function limited(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
