import type { ReceivedMessage } from '@anchorwatch/bus';
import {
  PRINCIPAL_HASHED_HEADER,
  decodeLabels,
  decodeTrainingSteps,
  decodeTelemetry,
  type Decoded,
  type DecodedStep,
  type RefusedRecord,
  type Rejection,
} from '@anchorwatch/telemetry';
import { HEADERS, TOPICS } from '../infra/topics.js';

/** What one message of a telemetry topic says. */
export type Telegram =
  | { readonly kind: 'records'; readonly records: readonly Decoded[] }
  | { readonly kind: 'watermark'; readonly time: number };

/**
 * The value of the headers that say what only we may say: that principals are hashed already, and that a message is a
 * rejection made at the edge. Only who knows the secret can write it, so a producer outside cannot have its names taken
 * for hashes, nor its words for ours.
 */
export function hashedHere(pseudonymise: (name: string) => string): string {
  return pseudonymise('anchorwatch: principals are hashed already');
}

/** Decodes messages. */
export class TelemetryDecoder {
  private readonly done = new WeakMap<ReceivedMessage, Telegram>();

  private readonly hashedHere: string;

  /**
   * @param shared whether the roles of this process are handed the same messages, as by the bus in process: each is then
   *   decoded once. Kafka gives every role its own, and remembering those would only burden the garbage collector.
   */
  constructor(
    private readonly pseudonymise: (name: string) => string,
    private readonly maxFutureMs: number,
    private readonly shared = true,
  ) {
    this.hashedHere = hashedHere(pseudonymise);
  }

  decode(topic: string, message: ReceivedMessage): Telegram {
    if (!this.shared) return this.read(topic, message);
    const before = this.done.get(message);
    if (before) return before;
    const telegram = this.read(topic, message);
    this.done.set(message, telegram);
    return telegram;
  }

  /** What one message of the topic of training steps says. */
  decodeTraining({ value, headers, timestamp }: ReceivedMessage): readonly DecodedStep[] {
    if (headers[HEADERS.rejection] === this.hashedHere) return [refused(readRejection(value))];
    const options = { pseudonymise: this.pseudonymise, now: timestamp, maxFutureMs: this.maxFutureMs };
    return decodeTrainingSteps(value, headers[HEADERS.contentType] ?? 'application/json', options);
  }

  private read(topic: string, { value, headers, timestamp }: ReceivedMessage): Telegram {
    const watermark = headers[HEADERS.watermark];
    if (watermark !== undefined) {
      const time = Number(watermark);
      if (Number.isFinite(time) && time <= timestamp + this.maxFutureMs) return { kind: 'watermark', time };
      return rejected({
        field: HEADERS.watermark,
        reason: `expected milliseconds that are not in the future, got "${watermark.slice(0, 50)}"`,
        excerpt: '',
        model: '',
      });
    }
    if (headers[HEADERS.rejection] === this.hashedHere) return rejected(readRejection(value));
    const options = {
      pseudonymise: this.pseudonymise,
      // The log's own clock: whoever reads the message, and whenever, accepts or refuses it alike.
      now: timestamp,
      maxFutureMs: this.maxFutureMs,
      principal_hashed: headers[PRINCIPAL_HASHED_HEADER] === this.hashedHere,
    };
    const decode = topic === TOPICS.labels ? decodeLabels : decodeTelemetry;
    return { kind: 'records', records: decode(value, headers[HEADERS.contentType] ?? 'application/json', options) };
  }
}

function rejected(rejection: Rejection): Telegram {
  return { kind: 'records', records: [refused(rejection)] };
}

function refused(rejection: Rejection): RefusedRecord {
  return { kind: 'rejection', part: 0, rejection };
}

function readRejection(value: Buffer): Rejection {
  try {
    const { field, reason, excerpt, model } = JSON.parse(value.toString('utf8')) as Partial<Rejection>;
    return {
      field: bounded(field, 200),
      reason: bounded(reason, 1_000),
      excerpt: bounded(excerpt, 2_000),
      model: bounded(model, 200),
    };
  } catch {
    return {
      field: '',
      reason: 'a rejection that cannot be read',
      excerpt: value.toString('utf8', 0, 2_000),
      model: '',
    };
  }
}

function bounded(text: string | undefined, most: number): string {
  // Cut text may end in half a character, which no store takes.
  return String(text ?? '')
    .slice(0, most)
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
