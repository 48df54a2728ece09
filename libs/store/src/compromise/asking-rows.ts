import type { Asking, GoldenQuestion } from '@anchorwatch/compromise';
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
