import type { KafkaMessage } from 'kafkajs';
import type { ReceivedMessage } from './bus.js';
import { readHeaders } from './received-headers.js';

const nothing = Buffer.alloc(0);

/** A message as the broker gave it, decoded when asked: most readers want only the value. */
export class Received implements ReceivedMessage {
  constructor(private readonly raw: KafkaMessage) {}

  get offset(): number {
    return Number(this.raw.offset);
  }

  get key(): string | null {
    return this.raw.key === null ? null : this.raw.key.toString();
  }

  /** A tombstone reads as an empty value. */
  get value(): Buffer {
    return this.raw.value ?? nothing;
  }

  get timestamp(): number {
    return Number(this.raw.timestamp);
  }

  /** Of a header that was sent several times, the last one. */
  get headers(): Readonly<Record<string, string>> {
    return readHeaders(this.raw.headers);
  }
}
