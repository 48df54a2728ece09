import {
  wholeEvent,
  type InferenceEvent,
  type Label,
  type StoredEvent,
  type StoredLabel,
} from '@anchorwatch/telemetry';
import type { Baseline, TickRule } from './baselines/baseline.js';
import { Judge, type Judged } from './judging/judge.js';
import { makeBaseline } from './baselines/make-baseline.js';
import { mergeProfiles } from './counting/merge-profiles.js';
import { PartitionCounter } from './counting/partition-counter.js';
import type { JudgePolicy } from './budget/policy.js';
import type { MergedProfile, Profile } from './counting/profile.js';
import type { Finding } from './judging/finding.js';
import type { Tick } from './judging/watch.js';

/** Uniform numbers in [0, 1) from a seed. @see Steele & Vigna, mulberry32, public domain */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal numbers (Box–Muller). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export function eventAt(offset: number, changes: Partial<InferenceEvent> = {}): StoredEvent {
  const event = wholeEvent({
    model: 'churn',
    model_version: '1',
    request_id: `r${offset}`,
    event_time: 1_000_000 + offset * 100,
    features: {},
    ...changes,
  });
  return { source: { topic: 'inference.events', partition: 0, offset, part: 0 }, event };
}

export function labelAt(offset: number, label: string): StoredLabel {
  const id = { request_id: `r${offset}`, row: 0, event_id: `r${offset}#0` };
  const value: Label = {
    tenant: '',
    model: 'churn',
    ...id,
    label_time: 1_000_000 + offset * 100,
    label,
    source: 'billing',
    weight: 1,
  };
  return { source: { topic: 'inference.labels', partition: 0, offset, part: 0 }, label: value };
}

export const byCount: TickRule = { kind: 'count', events: 20 };

export function baselineOf(
  events: readonly StoredEvent[],
  tick: TickRule = byCount,
  segment_fields: readonly string[] = [],
): Promise<Baseline> {
  return makeBaseline({
    model: 'churn',
    model_version: '1',
    made_from: 'a seeded stream',
    tick,
    segment_fields,
    events: () => [events],
  });
}

/** Counts a stream in one partition, to its end. */
export function counted(baseline: Baseline, events: readonly StoredEvent[]): readonly MergedProfile[] {
  const counter = new PartitionCounter({
    topic: 't',
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: () => baseline,
  });
  for (const { source, event } of events) counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  return mergeProfiles(counter.drain(events.length, 0).profiles);
}

export function byTick<P extends Profile | MergedProfile>(profiles: readonly P[]): ReadonlyMap<number, readonly P[]> {
  const ticks = new Map<number, P[]>();
  for (const profile of profiles) ticks.set(profile.tick, [...(ticks.get(profile.tick) ?? []), profile]);
  return new Map([...ticks].sort(([a], [b]) => a - b));
}

/** The ticks of merged profiles in [from, to], as a judge that goes on is given them. */
export function ticksOf(profiles: readonly MergedProfile[], from: number, to: number): readonly Tick[] {
  const within = [...byTick(profiles)].filter(([tick]) => tick >= from && tick <= to);
  return within.map(([tick, of]) => ({ tick, profiles: of }));
}

/** Judges merged profiles tick by tick. */
export function judged(judge: Judge, profiles: readonly MergedProfile[]): readonly Judged[] {
  return [...byTick(profiles)].map(([tick, of]) => judge.take(tick, of));
}

/** The findings of a stream as they were last sent. */
export function findingsOf(
  baseline: Baseline,
  policy: JudgePolicy,
  events: readonly StoredEvent[],
): readonly Finding[] {
  const judge = new Judge({ baseline, feed: 'events', policy });
  const latest = new Map<string, Finding>();
  for (const { findings } of judged(judge, counted(baseline, events)))
    for (const finding of findings) latest.set(finding.id, finding);
  return [...latest.values()];
}
