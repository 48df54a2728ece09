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
