import type { Asking, GoldenQuestion, StripQuestion } from '@anchorwatch/compromise';
import { columnsFor, tableOf } from '../detection/columns.js';

const goldenColumn = columnsFor<GoldenQuestion>();

/** How a golden question lies in `golden_questions`: what is asked and answered is JSON text. */
export const goldenTable = tableOf<GoldenQuestion>([
  goldenColumn.text('model', (g) => g.model),
  goldenColumn.text('baseline', (g) => g.baseline),
  goldenColumn.text('question', (g) => g.question),
  goldenColumn.text('choice', (g) => g.choice),
  goldenColumn.text('event_id', (g) => g.event_id),
  goldenColumn.time('event_time', (g) => g.event_time),
  goldenColumn.text('model_version', (g) => g.model_version),
  goldenColumn.json('features', (g) => g.features),
  goldenColumn.text('prompt', (g) => g.prompt),
  goldenColumn.json('answer', (g) => g.answer),
]);

/** The question that was written. */
export function readGolden(row: readonly unknown[]): GoldenQuestion {
  const cells = goldenTable.cells(row);
  return {
    model: cells.text('model'),
    baseline: cells.text('baseline'),
    question: cells.text('question'),
    choice: cells.text('choice'),
    event_id: cells.text('event_id'),
    event_time: cells.number('event_time'),
    model_version: cells.text('model_version'),
    features: cells.json('features'),
    prompt: cells.text('prompt'),
    answer: cells.json('answer'),
  };
}

const column = columnsFor<Asking>();

/** How an asking lies in `askings`. */
export const askingTable = tableOf<Asking>([
  column.text('model', (a) => a.model),
  column.text('baseline', (a) => a.baseline),
  column.text('question', (a) => a.question),
  column.number('round', (a) => a.round),
  column.number('turn', (a) => a.turn),
  column.time('asked_at', (a) => a.asked_at),
  column.text('model_version', (a) => a.model_version),
  column.text('artefact_digest', (a) => a.artefact_digest),
  column.json('answer', (a) => a.answer),
  column.text('failure', (a) => a.failure),
  column.text('reason', (a) => a.reason),
]);

/** The asking that was written. */
export function readAsking(row: readonly unknown[]): Asking {
  const cells = askingTable.cells(row);
  return {
    model: cells.text('model'),
    baseline: cells.text('baseline'),
    question: cells.text('question'),
    round: cells.number('round'),
    turn: cells.number('turn'),
    asked_at: cells.number('asked_at'),
    model_version: cells.text('model_version'),
    artefact_digest: cells.text('artefact_digest'),
    answer: cells.json('answer'),
    failure: cells.text('failure'),
    reason: cells.text('reason'),
  };
}

const stripColumn = columnsFor<StripQuestion>();

/** How a question whose copies are asked lies in `strip_questions`. */
export const stripTable = tableOf<StripQuestion>([
  stripColumn.text('model', (q) => q.model),
  stripColumn.text('baseline', (q) => q.baseline),
  stripColumn.text('finding', (q) => q.finding),
  stripColumn.text('question', (q) => q.question),
  stripColumn.flag('healthy', (q) => q.healthy),
  stripColumn.text('event_id', (q) => q.event_id),
  stripColumn.json('features', (q) => q.features),
  stripColumn.texts('kept', (q) => q.kept),
  stripColumn.time('planned_at', (q) => q.planned_at),
  stripColumn.number('attempts', (q) => q.attempts),
  stripColumn.time('asked_at', (q) => q.asked_at),
  stripColumn.text('model_version', (q) => q.model_version),
  stripColumn.texts('answers', (q) => q.answers),
  stripColumn.text('failure', (q) => q.failure),
  stripColumn.text('reason', (q) => q.reason),
]);

/** The question that was written. */
export function readStrip(row: readonly unknown[]): StripQuestion {
  const cells = stripTable.cells(row);
  return {
    model: cells.text('model'),
    baseline: cells.text('baseline'),
    finding: cells.text('finding'),
    question: cells.text('question'),
    healthy: cells.flag('healthy'),
    event_id: cells.text('event_id'),
    features: cells.json('features'),
    kept: cells.texts('kept'),
    planned_at: cells.number('planned_at'),
    attempts: cells.number('attempts'),
    asked_at: cells.number('asked_at'),
    model_version: cells.text('model_version'),
    answers: cells.texts('answers'),
    failure: cells.text('failure'),
    reason: cells.text('reason'),
  };
}
