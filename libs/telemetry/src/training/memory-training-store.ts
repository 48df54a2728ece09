import { compareSteps, type StepPlace, type TrainingStep } from './training-step.js';
import { TrainingStore, type StoredStep, type TrainingRunSummary } from './training-store.js';

/** A training store for tests: everything in memory, nothing kept. */
export class MemoryTrainingStore extends TrainingStore {
  private readonly steps = new Map<string, StoredStep>();

  /** @param pageSize rows to a page of what is read */
  constructor(private readonly pageSize = 1_000) {
    super();
  }

  async putSteps(steps: readonly StoredStep[]): Promise<void> {
    for (const stored of steps) {
      const { model, run_id, step } = stored.step;
      const identity = JSON.stringify([model, run_id, step]);
      const former = this.steps.get(identity);
      if (former === undefined || former.source.offset <= stored.source.offset) this.steps.set(identity, stored);
    }
  }

  async nextOffset(topic: string, partition: number): Promise<number> {
    const here = [...this.steps.values()].filter(
      ({ source }) => source.topic === topic && source.partition === partition,
    );
    return Math.max(-1, ...here.map(({ source }) => source.offset)) + 1;
  }

  async models(): Promise<readonly string[]> {
    return [...new Set([...this.steps.values()].map(({ step }) => step.model))].sort();
  }

  async *stepsOf(model: string, after?: StepPlace): AsyncIterable<readonly TrainingStep[]> {
    const found = this.of(model).filter((step) => after === undefined || compareSteps(step, after) > 0);
    for (let from = 0; from < found.length; from += this.pageSize) yield found.slice(from, from + this.pageSize);
  }

  async countUpTo(model: string, place: StepPlace): Promise<number> {
    return this.of(model).filter((step) => compareSteps(step, place) <= 0).length;
  }

  async runs(
    model: string,
    { before = Infinity, limit }: { before?: number; limit: number },
  ): Promise<readonly TrainingRunSummary[]> {
    const runs = new Map<string, TrainingRunSummary>();
    for (const { run_id, step, time } of this.of(model)) {
      const known = runs.get(run_id);
      runs.set(run_id, {
        run_id,
        steps: (known?.steps ?? 0) + 1,
        last_step: Math.max(known?.last_step ?? 0, step),
        from: known?.from ?? time,
        to: time,
      });
    }
    return [...runs.values()]
      .filter(({ from }) => from < before)
      .sort((a, b) => b.from - a.from || (a.run_id < b.run_id ? -1 : 1))
      .slice(0, limit);
  }

  async stepsOfRun(
    model: string,
    run_id: string,
    { from, limit }: { from: number; limit: number },
  ): Promise<readonly TrainingStep[]> {
    return this.of(model)
      .filter((step) => step.run_id === run_id && step.step >= from)
      .sort((a, b) => a.step - b.step)
      .slice(0, limit);
  }

  private of(model: string): TrainingStep[] {
    return [...this.steps.values()]
      .map(({ step }) => step)
      .filter((step) => step.model === model)
      .sort(compareSteps);
  }
}
