import type { InferenceEvent, Label, StoredEvent, StoredLabel, StoredOutcome } from '@anchorwatch/telemetry';
import type { Baseline, TickRule } from '../baselines/baseline.js';
import { Judge } from '../judging/judge.js';
import { makeBaseline } from '../baselines/make-baseline.js';
import type { Finding } from '../judging/finding.js';
import type { JudgePolicy } from '../budget/policy.js';
import { summed } from '../comparing/compared-counts.js';
import { byCount, byTick, counted, eventAt, labelAt } from '../streams.fixture.js';
import { OutcomeCounter } from './outcome-counter.js';
import type { PerformanceRow } from './performance-row.js';
import { performanceRows } from './performance-rows.js';

/** Events with a label each, or without one where `truth` is undefined. */
export interface Labelled {
  readonly events: readonly StoredEvent[];
  readonly labels: readonly StoredLabel[];
}

export function labelled(
  from: number,
  rows: number,
  make: (k: number) => { readonly event: Partial<InferenceEvent>; readonly truth?: Partial<Label> },
): Labelled {
  const events: StoredEvent[] = [];
  const labels: StoredLabel[] = [];
  for (let k = 0; k < rows; k++) {
    const { event, truth } = make(k);
    events.push(eventAt(from + k, event));
    if (truth === undefined) continue;
    const { source, label } = labelAt(from + k, '');
    const { label: _, ...rest } = label;
    labels.push({ source, label: { ...rest, ...truth } });
  }
  return { events, labels };
}

export function labelledBaseline(
  { events, labels }: Labelled,
  tick: TickRule = byCount,
  segment_fields: readonly string[] = [],
): Promise<Baseline> {
  const made = { model: 'churn', model_version: '1', made_from: 'a seeded stream', tick, segment_fields };
  return makeBaseline({ ...made, events: () => [events], labels: () => [labels] });
}

/** Joins and judges a stream of labels to its end; findings as they were last sent. */
export function labelFindings(baseline: Baseline, policy: JudgePolicy, stream: Labelled): readonly Finding[] {
  const judge = new Judge({ baseline, feed: 'labels', policy });
  const latest = new Map<string, Finding>();
  for (const [tick, profiles] of byTick(outcomeProfiles(baseline, stream)))
    for (const finding of judge.take(tick, profiles).findings) latest.set(finding.id, finding);
  return [...latest.values()];
}

/** The performance of the whole traffic of a stream as one window, estimated and, where it has labels, realised. */
export function performanceOf(baseline: Baseline, stream: Labelled): readonly PerformanceRow[] {
  const profiles = [...counted(baseline, stream.events), ...outcomeProfiles(baseline, stream)];
  const whole = profiles.filter(({ segment }) => segment === '');
  const summedUp = [...new Set(whole.map(({ subject }) => subject))].map((subject) => {
    const own = whole.filter((profile) => profile.subject === subject);
    return { subject, segment: '', ...summed(own, own[0]!.counts.length) };
  });
  const ticks = profiles.map(({ tick }) => tick);
  const [first_tick, tick] = [Math.min(...ticks), Math.max(...ticks)];
  const ends = { from: 0, to: 0, first_offset: 0, last_offset: 0 };
  return performanceRows(baseline, { first_tick, tick, ...ends }, summedUp, true);
}

export function outcomeProfiles(baseline: Baseline, { events, labels }: Labelled) {
  const counter = new OutcomeCounter(baseline);
  const known = new Map(events.map((stored) => [stored.event.event_id, stored]));
  const { tick } = baseline;
  for (const label of labels) {
    const event = known.get(label.label.event_id);
    const outcome: StoredOutcome = event === undefined ? { label } : { label, event };
    const at = tick.kind === 'time' ? label.label.label_time / tick.ms : label.source.offset / tick.events;
    counter.take(Math.floor(at), outcome);
  }
  return counter.drain(Infinity, { topic: 'inference.labels', partition: 0 });
}
