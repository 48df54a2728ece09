import { binIndex } from '@anchorwatch/stats';
import type { BaselinePerformance, PerformanceProfile } from './baseline-performance.js';
import { placeOutcome, sideOf, type Counted } from './count-outcome.js';
import { findTask } from './find-task.js';
import { measureProfile } from './measure-profile.js';
import { truthClass, type Outcome } from './outcome.js';
import { positiveScore } from './score-of.js';
import type { Task } from './task.js';

/** A labelled event of the baseline. */
export interface LabelledEvent {
  readonly outcome: Outcome;
  /** Its tick, from 0. */
  readonly tick: number;
  /** The segments it belongs to, by number from 1; the whole traffic is not named. */
  readonly segments: readonly number[];
}

/** The same with its place in the table of outcomes. */
export interface PlacedEvent extends LabelledEvent {
  readonly place: Counted;
  /** Bin of its score and side of its truth, where the task has scores that are probabilities. */
  readonly scored?: { readonly bin: number; readonly truth: number };
}

const fewestLabelled = 100;
const fewestOfSegment = 200;

/**
 * Measures how well the model answered in the baseline, over everything and in each segment with at least 200 labelled
 * events. The same events give the same result.
 * @param segments names, '' first
 */
export function makePerformance(
  events: readonly LabelledEvent[],
  unmatched: number,
  ticks: number,
  segments: readonly string[],
  scales: readonly number[],
): BaselinePerformance {
  if (events.length < fewestLabelled)
    return {
      kind: 'blind',
      reason: `only ${events.length} labels of the baseline belong to its events; performance needs ${fewestLabelled}`,
    };
  const task = findTask(events.map(({ outcome }) => outcome));
  if ('reason' in task) return { kind: 'blind', reason: task.reason };
  const placed = events.flatMap((event): readonly PlacedEvent[] => {
    const place = placeOutcome(task, event.outcome);
    return place === undefined ? [] : [{ ...event, place, ...scoreOf(task, event.outcome) }];
  });
  if (placed.length < fewestLabelled)
    return {
      kind: 'blind',
      reason: `only ${placed.length} labelled events of the baseline can be compared with their answer`,
    };
  const profiles = segments.flatMap((segment, number): readonly PerformanceProfile[] => {
    const own = number === 0 ? placed : placed.filter((event) => event.segments.includes(number));
    return own.length < (number === 0 ? fewestLabelled : fewestOfSegment)
      ? []
      : [measureProfile(task, segment, own, ticks, scales)];
  });
  const unusable = events.length - placed.length;
  return { kind: 'measured', task, labelled: placed.length, unmatched, unusable, profiles };
}

function scoreOf(task: Task, outcome: Outcome): Pick<PlacedEvent, 'scored'> {
  if (task.kind !== 'binary' || task.score?.is_probability !== true) return {};
  const score = positiveScore(outcome, task, task.score.meaning)!;
  return { scored: { bin: binIndex(task.score.edges, score), truth: sideOf(task, truthClass(outcome))! } };
}
