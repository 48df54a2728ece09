import type { Batch } from '@anchorwatch/bus';
import { decodeCloudEvent, type Rejection } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../../infra/infrastructure.js';
import { TOPICS } from '../../infra/topics.js';
import type { Delivery, Step } from './delivery.js';
import { halfMessage, tooLargeHalf, type HalfMessage } from './half-message.js';
import { sourceOf } from './heard.js';

/** What a batch of a foreign topic holds: halves, and what is none. */
export interface Translated {
  readonly halves: readonly HalfMessage[];
  readonly refused: readonly Rejection[];
}

/** Reads a foreign topic's messages as halves. */
export function translate(batch: Batch, { pseudonymise, config }: Infrastructure): Translated {
  const halves: HalfMessage[] = [];
  const refused: Rejection[] = [];
  const source = sourceOf(batch.topic, batch.partition);
  for (const { headers, value, timestamp, offset } of batch.messages) {
    // The log's own clock: whoever reads the message, and whenever, accepts or refuses it alike.
    const options = { pseudonymise, now: timestamp, maxFutureMs: config.intake.max_future };
    const decoded = decodeCloudEvent({ headers, value }, options);
    if (decoded.kind === 'half') halves.push(halfMessage(decoded.half, { source, offset }));
    else refused.push(decoded.rejection);
  }
  return { halves, refused };
}

/** Sends halves on to where both meet; what is none, or too large for the bus, as a rejection. */
export async function sendOn({ halves, refused }: Translated, step: Step, delivery: Delivery): Promise<void> {
  const tooLarge = await delivery.send(step, TOPICS.halves, halves);
  const rejections = [...refused, ...tooLarge.map(tooLargeHalf)];
  await delivery.publish(
    step,
    rejections.map((rejection) => ({ kind: 'rejection', part: 0, rejection })),
  );
}

/** The latest event time of halves; undefined when there are none. */
export function newestOf({ halves }: Translated): number | undefined {
  return halves.reduce<number | undefined>((newest, { half }) => Math.max(newest ?? half.time, half.time), undefined);
}
