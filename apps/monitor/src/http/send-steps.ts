import type { Message } from '@anchorwatch/bus';
import {
  CONTENT_TYPES,
  encodeTrainingStep,
  excerptOf,
  type DecodedStep,
  type RefusedRecord,
} from '@anchorwatch/telemetry';
import type { Infrastructure } from '../infra/infrastructure.js';
import { Sending, tooLargeReason } from '../infra/sending.js';
import { HEADERS, TOPICS } from '../infra/topics.js';
import { rejectionMessage } from '../roles/rejection-message.js';
import type { Taken } from './send-records.js';

type AcceptedStep = Exclude<DecodedStep, { readonly kind: 'rejection' }>;

/** Of one message: big enough to be quick, small enough for any broker's limit. */
const MOST = { records: 200, bytes: 256_000 };

interface Packet extends Message {
  readonly records: readonly AcceptedStep[];
}

/** Sends training steps to their topic, those of one model to one partition, and the rejected records too. Safe before answered, as events are. */
export async function sendSteps(
  { bus, pseudonymise }: Infrastructure,
  decoded: readonly DecodedStep[],
): Promise<Taken> {
  const accepted = decoded.filter((record) => record.kind === 'training step');
  const together = new Sending(bus, TOPICS.training, packed(accepted, MOST.records));
  await together.attempt();
  const crowded = together.tooLarge.flatMap(({ records }) => records);
  const alone = new Sending(bus, TOPICS.training, packed(crowded, 1));
  await alone.attempt();
  const rejections = [
    ...decoded.filter((record) => record.kind === 'rejection'),
    ...alone.tooLarge.flatMap(({ records, value }) => records.map((record) => tooLarge(record, value.length))),
  ].sort((one, other) => one.part - other.part);
  const letters = rejections.map(({ rejection }) => rejectionMessage(rejection, pseudonymise));
  if (letters.length > 0) await bus.publish(TOPICS.training, letters);
  const rejected = rejections.map(({ part, rejection: { field, reason } }) => ({ part, field, reason }));
  return { accepted: decoded.length - rejected.length, rejected };
}

function packed(records: readonly AcceptedStep[], most: number): Packet[] {
  const open = new Map<string, { records: AcceptedStep[]; texts: string[]; bytes: number }>();
  const boxes: [string, { records: AcceptedStep[]; texts: string[]; bytes: number }][] = [];
  for (const record of records) {
    const text = encodeTrainingStep(record.step);
    const { model } = record.step;
    let box = open.get(model);
    if (!box || box.records.length >= most || box.bytes + text.length > MOST.bytes) {
      box = { records: [], texts: [], bytes: 0 };
      open.set(model, box);
      boxes.push([model, box]);
    }
    box.records.push(record);
    box.texts.push(text.toString('utf8'));
    box.bytes += text.length;
  }
  const headers = { [HEADERS.contentType]: CONTENT_TYPES.json };
  return boxes.map(([key, box]) => ({
    key,
    headers,
    value: Buffer.from(`[${box.texts.join(',')}]`),
    records: box.records,
  }));
}

function tooLarge({ part, step }: AcceptedStep, bytes: number): RefusedRecord {
  const rejection = { field: 'body', reason: tooLargeReason(bytes), excerpt: excerptOf(step), model: step.model };
  return { kind: 'rejection', part, rejection };
}
