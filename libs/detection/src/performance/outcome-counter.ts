import type { StoredOutcome } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { layoutOf, type Layout } from '../counting/layout.js';
import type { Profile } from '../counting/profile.js';
import { countOutcome } from './count-outcome.js';
import { OutcomeAdder, outcomeLayout, type OutcomeLayout } from './outcome-layout.js';
import { outcomeOf } from './outcome.js';
import { OUTCOMES, type Task } from './task.js';

/** Counts of one segment in one tick. */
interface Cell {
  readonly adder: OutcomeAdder;
  unmatched: number;
  unusable: number;
  first_offset: number;
  last_offset: number;
  first_time: number;
  last_time: number;
}

/**
 * Counts labels with their answers into profiles of the subject `outcomes`. What it says depends on the labels and events of
 * a tick alone: of two labels of one event within a tick the later one counts.
 */
export class OutcomeCounter {
  private readonly task: Task;
  private readonly outcomes: OutcomeLayout;
  private readonly layout: Layout;
  /** Segments whose performance the baseline knows, by number. */
  private readonly known: ReadonlySet<number>;
  private readonly ticks = new Map<number, Map<string, StoredOutcome>>();

  /** @throws RangeError for a baseline without measured performance */
  constructor(private readonly baseline: Baseline) {
    if (baseline.performance?.kind !== 'measured')
      throw new RangeError('outcomes can only be counted for a baseline whose performance was measured');
    const { task, profiles } = baseline.performance;
    this.task = task;
    this.outcomes = outcomeLayout(task);
    const { subjects: _, ...rest } = baseline;
    this.layout = layoutOf({ ...rest, subjects: [] }, 'labels');
    this.known = new Set(profiles.map(({ segment }) => this.layout.segments.indexOf(segment)));
  }

  /** Takes a label of a tick; one without an event is counted as unmatched. */
  take(tick: number, outcome: StoredOutcome): void {
    const known = this.ticks.get(tick) ?? new Map<string, StoredOutcome>();
    this.ticks.set(tick, known);
    known.set(outcome.label.label.event_id, outcome);
  }

  /** The profiles of the ticks below `end`, in order; they are forgotten then. */
  drain(end: number, place: { readonly topic: string; readonly partition: number }): readonly Profile[] {
    const closed = [...this.ticks.keys()].filter((tick) => tick < end).sort((a, b) => a - b);
    return closed.flatMap((tick) => {
      const found = this.profilesOf(tick, [...this.ticks.get(tick)!.values()], place);
      this.ticks.delete(tick);
      return found;
    });
  }

  private profilesOf(
    tick: number,
    outcomes: readonly StoredOutcome[],
    place: { readonly topic: string; readonly partition: number },
  ): readonly Profile[] {
    const cells = new Map<number, Cell>();
    const segments: number[] = [];
    for (const outcome of outcomes) {
      segments.length = 0;
      if (outcome.event !== undefined) this.layout.segmentsOf(outcome.event.event, segments);
      for (const segment of [0, ...segments])
        if (this.known.has(segment)) this.count(outcome, this.cell(cells, segment));
    }
    const { model, digest } = this.baseline;
    return [...cells].map(([segment, { adder, unmatched, unusable, ...ends }]) => ({
      model,
      baseline: digest,
      tick,
      ...place,
      segment: this.layout.segments[segment]!,
      subject: OUTCOMES,
      counts: adder.finished(),
      nulls: unmatched,
      wrong_type: unusable,
      nans: 0,
      infinities: 0,
      below: 0,
      above: 0,
      ...ends,
    }));
  }

  private count({ label: { source, label }, event }: StoredOutcome, cell: Cell): void {
    cell.first_offset = Math.min(cell.first_offset, source.offset);
    cell.last_offset = Math.max(cell.last_offset, source.offset);
    cell.first_time = Math.min(cell.first_time, label.label_time);
    cell.last_time = Math.max(cell.last_time, label.label_time);
    if (event === undefined) {
      cell.unmatched++;
      return;
    }
    const outcome = outcomeOf(event.event, label);
    if (outcome === undefined || !countOutcome(this.task, outcome, cell.adder)) cell.unusable++;
  }

  private cell(cells: Map<number, Cell>, segment: number): Cell {
    const found = cells.get(segment) ?? {
      adder: new OutcomeAdder(this.outcomes),
      unmatched: 0,
      unusable: 0,
      first_offset: Infinity,
      last_offset: -Infinity,
      first_time: Infinity,
      last_time: -Infinity,
    };
    cells.set(segment, found);
    return found;
  }
}
