import { nameOf, readyBelow, type Baseline, type Feed } from '@anchorwatch/detection';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';

/** The tick below which every partition has counted a baseline's feed. */
export async function readyTicks(
  { store, bus, config }: Pick<Infrastructure, 'store' | 'bus' | 'config'>,
  baseline: Baseline,
  feed: Feed,
): Promise<number> {
  const topic = feed === 'labels' ? TOPICS.labels : TOPICS.events;
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  return readyBelow(
    await store.detection.progress(topic),
    { topic, partitions: await bus.partitions(topic) },
    nameOf(baseline),
    tickMs,
    config.detection.absent_after,
  );
}

/**
 * How far a baseline's events are, which labels wait for. Where nobody has counted any for long there will be none: a replay whose
 * labels go on after its last event must not wait for ever. The one decision by the wall clock: a record in the log that told
 * the events' partitions the time of the labels would make every event late that is still to be sent.
 */
export async function labelledBelow(
  infrastructure: Pick<Infrastructure, 'store' | 'bus' | 'config'>,
  baseline: Baseline,
): Promise<number> {
  const { store, config } = infrastructure;
  const rows = await store.detection.progress(TOPICS.events);
  const latest = Math.max(0, ...rows.map(({ recorded_at }) => recorded_at));
  if (Date.now() - latest > 2 * config.detection.idle_after) return Infinity;
  return readyTicks(infrastructure, baseline, 'events');
}
