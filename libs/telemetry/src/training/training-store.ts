import type { Source } from '../source.js';
import type { StepPlace, TrainingStep } from './training-step.js';

export interface StoredStep {
  readonly source: Source;
  readonly step: TrainingStep;
}

/** A training run in numbers. */
export interface TrainingRunSummary {
  readonly run_id: string;
  /** Distinct steps. */
  readonly steps: number;
  readonly last_step: number;
  /** Of the first and last report, milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Remembers training steps. A step sent again under the same model, run and step replaces the former; storing the same again changes nothing. */
export abstract class TrainingStore {
  abstract putSteps(steps: readonly StoredStep[]): Promise<void>;

  /** The next offset to read of a partition: one past the highest stored offset, or 0 when nothing is stored. */
  abstract nextOffset(topic: string, partition: number): Promise<number>;

  /** Models of which there are steps, in the order of their names. */
  abstract models(): Promise<readonly string[]>;

  /** The steps of a model after a place, each once, in the order of `compareSteps`, in pages. */
  abstract stepsOf(model: string, after?: StepPlace): AsyncIterable<readonly TrainingStep[]>;

  /** How many steps of a model there are up to a place, that itself among them. */
  abstract countUpTo(model: string, place: StepPlace): Promise<number>;

  /** The runs of a model, those that began last first; those that began before `before` (milliseconds) where it is given. */
  abstract runs(model: string, filter: { before?: number; limit: number }): Promise<readonly TrainingRunSummary[]>;

  /** The steps of one run by number, from `from` on, at most `limit`. */
  abstract stepsOfRun(
    model: string,
    run_id: string,
    filter: { from: number; limit: number },
  ): Promise<readonly TrainingStep[]>;
}
