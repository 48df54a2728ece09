import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import type { Finding } from '../judging/finding.js';
import { Judge } from '../judging/judge.js';
import { mergeProfiles } from '../counting/merge-profiles.js';
import { PartitionCounter } from '../counting/partition-counter.js';
import type { JudgePolicy } from '../budget/policy.js';
import type { MergedProfile } from '../counting/profile.js';

/** Events counted between two looks at what has closed: open ticks hold more than their profiles do. */
const drainEvery = 1_000;

/** Ticks judged in one piece. */
const ticksATurn = 16;

/** The profiles of each tick, in order. */
export type TickProfiles = ReadonlyMap<number, readonly MergedProfile[]>;

/**
 * Counts events in time order as one partition, to their end. Offsets are places in the list. Yields where others may have a turn.
 */
export function* countAll(
  baseline: Baseline,
  events: Iterable<StoredEvent['event']>,
): Generator<undefined, TickProfiles> {
  const topic = 'self-test';
  const counter = new PartitionCounter({
    topic,
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: () => baseline,
  });
  const ticks = new Map<number, MergedProfile[]>();
  const take = (): void => {
    for (const profile of mergeProfiles(counter.drain(offset, 0).profiles)) {
      const tick = ticks.get(profile.tick);
      if (tick === undefined) ticks.set(profile.tick, [profile]);
      else tick.push(profile);
    }
  };
  let offset = 0;
  for (const event of events) {
    counter.takeEvent({ topic, partition: 0, offset: offset++, part: 0 }, event);
    if (offset % drainEvery !== 0) continue;
    take();
    yield;
  }
  counter.takeWatermark(Infinity);
  take();
  return ticks;
}

/** Judges ticks in order: how many there were, and the alarms as they were raised. Yields where others may have a turn. */
export function* trialOf(
  baseline: Baseline,
  policy: JudgePolicy,
  ticks: Iterable<readonly [number, readonly MergedProfile[]]>,
): Generator<undefined, { readonly ticks: number; readonly alarms: readonly Finding[] }> {
  const judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
  const alarms = new Map<string, Finding>();
  let judged = 0;
  for (const [tick, profiles] of ticks) {
    for (const finding of judge.take(tick, profiles).findings)
      if (finding.tier === 'alarm' && !alarms.has(finding.id)) alarms.set(finding.id, finding);
    if (++judged % ticksATurn === 0) yield;
  }
  return { ticks: judged, alarms: [...alarms.values()] };
}
