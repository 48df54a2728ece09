import {
  TrainingStore,
  type StepPlace,
  type StoredStep,
  type TrainingRunSummary,
  type TrainingStep,
} from '@anchorwatch/telemetry';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { parseNested, readNumber } from '../clickhouse/json.js';
import { columnsFor, tableOf } from '../detection/columns.js';

const column = columnsFor<StoredStep>();

const table = tableOf<StoredStep>([
  column.text('model', ({ step }) => step.model),
  column.text('run_id', ({ step }) => step.run_id),
  column.number('step', ({ step }) => step.step),
  column.time('time', ({ step }) => step.time),
  column.maybe('loss', ({ step }) => step.loss ?? null),
  column.maybe('gradient_norm', ({ step }) => step.gradient_norm ?? null),
  column.maybe('learning_rate', ({ step }) => step.learning_rate ?? null),
  // The whole step: what is read back. The columns beside it are for people's questions.
  column.json('body', ({ step }) => step),
  column.text('topic', ({ source }) => source.topic),
  column.number('partition', ({ source }) => source.partition),
  column.number('offset', ({ source }) => source.offset),
]);

/** Steps read at a time. */
const PAGE = 5_000;

/** Training steps, in ClickHouse. */
export class ClickhouseTrainingStore extends TrainingStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  putSteps(steps: readonly StoredStep[]): Promise<void> {
    return inChunks(steps, table.line, (lines) => this.clickhouse.insert('training_steps', table.names, lines));
  }

  async nextOffset(topic: string, partition: number): Promise<number> {
    const [row] = await this.clickhouse.rows<[number | string]>(readNextOffset, { topic, partition });
    return readNumber(row?.[0] ?? 0);
  }

  async models(): Promise<readonly string[]> {
    return (await this.clickhouse.rows<[string]>(readModels, {})).map(([model]) => model);
  }

  async *stepsOf(model: string, after?: StepPlace): AsyncIterable<readonly TrainingStep[]> {
    for (let place = after ?? { time: -1, run_id: '', step: 0 }; ;) {
      const rows = await this.clickhouse.rows<[string]>(readSteps, { model, ...given(place), limit: PAGE });
      const steps = rows.map(([body]) => parseNested<TrainingStep>(body));
      if (steps.length > 0) yield steps;
      if (steps.length < PAGE) return;
      place = steps.at(-1)!;
    }
  }

  async countUpTo(model: string, place: StepPlace): Promise<number> {
    const [row] = await this.clickhouse.rows<[number | string]>(countSteps, { model, ...given(place) });
    return readNumber(row?.[0] ?? 0);
  }

  async runs(
    model: string,
    { before, limit }: { before?: number; limit: number },
  ): Promise<readonly TrainingRunSummary[]> {
    const asked = { model, before: before ?? 0, all: before === undefined, limit };
    const rows = await this.clickhouse.rows<[string, ...(number | string)[]]>(readRuns, asked);
    return rows.map(([run_id, ...numbers]) => {
      const [steps, last_step, from, to] = numbers.map(readNumber) as [number, number, number, number];
      return { run_id, steps, last_step, from, to };
    });
  }

  async stepsOfRun(
    model: string,
    run_id: string,
    { from, limit }: { from: number; limit: number },
  ): Promise<readonly TrainingStep[]> {
    const rows = await this.clickhouse.rows<[string]>(readStepsOfRun, { model, run_id, from, limit });
    return rows.map(([body]) => parseNested<TrainingStep>(body));
  }
}

function given({ time, run_id, step }: StepPlace) {
  return { time, run_id, step };
}

const readNextOffset = `
SELECT if(count() = 0, 0, max(offset) + 1)
FROM {database}.training_steps
WHERE topic = {topic:String} AND partition = {partition:UInt32}`;

const readModels = `
SELECT DISTINCT model
FROM {database}.training_steps
ORDER BY model`;

const readSteps = `
SELECT body
FROM {database}.training_steps FINAL
WHERE model = {model:String}
  AND (toUnixTimestamp64Milli(training_steps.time), training_steps.run_id, training_steps.step)
    > ({time:Int64}, {run_id:String}, {step:UInt64})
ORDER BY training_steps.time, training_steps.run_id, training_steps.step
LIMIT {limit:UInt32}`;

const countSteps = `
SELECT count()
FROM {database}.training_steps FINAL
WHERE model = {model:String}
  AND (toUnixTimestamp64Milli(training_steps.time), training_steps.run_id, training_steps.step)
    <= ({time:Int64}, {run_id:String}, {step:UInt64})`;

const readRuns = `
SELECT run_id, count(), max(step), toUnixTimestamp64Milli(min(time)) AS began, toUnixTimestamp64Milli(max(time))
FROM {database}.training_steps FINAL
WHERE model = {model:String}
GROUP BY run_id
HAVING {all:Bool} OR began < {before:Int64}
ORDER BY began DESC, run_id
LIMIT {limit:UInt32}`;

const readStepsOfRun = `
SELECT body
FROM {database}.training_steps FINAL
WHERE model = {model:String} AND run_id = {run_id:String} AND training_steps.step >= {from:UInt64}
ORDER BY training_steps.step
LIMIT {limit:UInt32}`;
