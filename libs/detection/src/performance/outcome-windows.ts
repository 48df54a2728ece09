import { Pyramid } from '../windows/pyramid.js';
import type { MergedProfile } from '../counting/profile.js';
import { outcomeLayout, Outcomes, type OutcomeLayout } from './outcome-layout.js';
import type { Task } from './task.js';

/** Outcomes of one window, and the labels of it that could not be counted. */
export interface OutcomeWindow {
  readonly outcomes: Outcomes;
  /** Labels whose event nobody knows, and those that are not of the task. */
  readonly unmatched: number;
  readonly unusable: number;
}

/** The outcomes of one segment, summed over windows once for all measures. */
export class OutcomeWindows {
  private readonly layout: OutcomeLayout;
  private readonly pyramid: Pyramid<Float64Array>;
  private readonly known = new Map<number, OutcomeWindow>();

  constructor(task: Task, largest: number) {
    this.layout = outcomeLayout(task);
    this.pyramid = new Pyramid(this.layout.size + 2, largest, (size) => new Float64Array(size));
  }

  /** Adds the next tick; every tick must be added, those without labels as undefined. */
  add(tick: number, profile: MergedProfile | undefined): void {
    this.known.clear();
    const vector = profile && Float64Array.from([...profile.counts, profile.nulls, profile.wrong_type]);
    this.pyramid.add(tick, vector);
  }

  /** The window of so many ticks up to the last one; valid until the next tick is added. */
  at(scale: number): OutcomeWindow {
    let found = this.known.get(scale);
    if (found === undefined) {
      const vector = this.pyramid.sum(scale);
      const { size } = this.layout;
      found = { outcomes: new Outcomes(this.layout, vector), unmatched: vector[size]!, unusable: vector[size + 1]! };
      this.known.set(scale, found);
    }
    return found;
  }
}
