import type { Bus } from '@anchorwatch/bus';
import type { StoredRejection } from '@anchorwatch/telemetry';
import { TOPICS } from '../infra/topics.js';

/** Tells the producers' owners what could not be accepted. */
export async function deadLetter(bus: Bus, rejections: readonly StoredRejection[]): Promise<void> {
  if (rejections.length === 0) return;
  await bus.publish(
    TOPICS.rejected,
    rejections.map(({ source, rejection, rejected_at }) => ({
      key: `${source.topic}/${source.partition}/${source.offset}/${source.part}`,
      value: Buffer.from(JSON.stringify({ ...source, ...rejection, rejected_at })),
    })),
  );
}
