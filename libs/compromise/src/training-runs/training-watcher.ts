import type { TrainingStep } from '@anchorwatch/telemetry';
import { DigestWatch } from './digest-watch.js';
import { RunShape } from './run-shape.js';
import { RunWatch, type Shared } from './run-watch.js';
import { TailBook } from './tail-book.js';
import { defaultAlarmsPerRun } from './training-budget.js';
import type { TrainingSignal } from './training-signal.js';

/** Runs of a model that are remembered to compare later ones with, the latest. */
export const mostRuns = 40;
/** Runs that go on at once; of more, the one that reported longest ago is taken to be over. */
const mostOpen = 8;
/** A run that was silent for so many times its longest pause when another began is over. */
const silences = 10;

/**
 * Watches the training runs of one model. Steps come in the order of `compareSteps`; what is said of one depends only on those before it, so that the same
 * steps give the same signals, however often and from wherever they are read again. Bounded in runs, sources, labels and values.
 */
export class TrainingWatcher {
  private readonly shapes: RunShape[] = [];
  private readonly open = new Map<string, RunWatch>();
  private readonly shared: Shared;

  /** @param alarmsPerRun false alarms that one run may cost */
  constructor(alarmsPerRun: number = defaultAlarmsPerRun) {
    const books = { loss: new TailBook(), gradient_norm: new TailBook() };
    this.shared = { books, digests: new DigestWatch(), alarmsPerRun };
  }

  read(step: TrainingStep): TrainingSignal[] {
    const known = this.open.get(step.run_id);
    const over = known === undefined ? this.closeSilent(step.time) : [];
    const run = known ?? this.begin(step);
    // The one that reported last stands last.
    this.open.delete(step.run_id);
    this.open.set(step.run_id, run);
    const [oldest] = this.open.size > mostOpen ? this.open.keys() : [];
    const letGo = oldest === undefined ? [] : this.close(oldest);
    return [...over, ...letGo, ...run.read(step, this.before(run))];
  }

  /** No more steps come, as at the end of a file: what lasts ended when it was last seen. */
  finish(): TrainingSignal[] {
    return [...this.open.keys()].flatMap((run_id) => this.close(run_id));
  }

  /** The runs that go on, as they stand. */
  openRuns(): readonly RunWatch[] {
    return [...this.open.values()];
  }

  runsRemembered(): number {
    return this.shapes.length;
  }

  /** Rises behind the thresholds of spikes and surges. */
  risesSeen(): { readonly loss: number; readonly gradient_norm: number } {
    const { loss, gradient_norm } = this.shared.books;
    return { loss: loss.count, gradient_norm: gradient_norm.count };
  }

  /** Whether enough was seen of a source to know that it stays the same while a run goes on. */
  knowsDigestsOf(source: string): boolean {
    return this.shared.digests.isCalibrated(source);
  }

  private begin({ run_id, time }: TrainingStep): RunWatch {
    let shape = this.shapes.find((one) => one.run_id === run_id);
    if (shape === undefined) {
      this.shapes.push((shape = new RunShape(run_id, time)));
      if (this.shapes.length > mostRuns) this.shapes.shift();
    }
    return new RunWatch(shape, this.shared);
  }

  private closeSilent(now: number): TrainingSignal[] {
    const silent = [...this.open].filter(([, { last, longestGap }]) => now - last.time > silences * longestGap);
    return silent.flatMap(([run_id]) => this.close(run_id));
  }

  /** Runs that began before another, in their order. */
  private before({ shape }: RunWatch): readonly RunShape[] {
    return this.shapes.slice(0, Math.max(0, this.shapes.indexOf(shape)));
  }

  private close(run_id: string): TrainingSignal[] {
    const run = this.open.get(run_id)!;
    this.open.delete(run_id);
    return run.close(this.before(run));
  }
}
