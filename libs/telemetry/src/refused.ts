import type { RefusedRecord, Rejection } from './event.js';
import { excerptOf, wellFormed } from './excerpt.js';

/**
 * Why a record cannot be accepted. Thrown inside the decoders and caught there, one record at a time.
 * Not an Error: it never leaves a decoder, and a stack for each bad record would cost more than the decoding.
 */
export class Refused {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {}
}

/** Runs a reader over one record; what it refuses, or any fault of ours, becomes the record's rejection. */
export function answered<Answer>(record: unknown, read: () => Answer): Answer | Rejection {
  try {
    return read();
  } catch (error) {
    return rejection(
      error instanceof Refused ? error : new Refused('record', `cannot be read: ${String(error)}`),
      record,
    );
  }
}

/** The rejection of a record, with a bounded excerpt in which principals are masked. */
export function rejection(refused: Refused, record: unknown): Rejection {
  // Field and reason may quote what was sent: they are bounded, and hold whole characters only, as a store needs.
  const [field, reason] = [refused.field, refused.reason].map((text) => wellFormed(text.slice(0, 500)));
  return { field: field!, reason: reason!, excerpt: excerptOf(record), model: wellFormed(modelOf(record)) };
}

/** A rejection as a decoder answers it. */
export function rejected(part: number, field: string, reason: string, record: unknown): RefusedRecord {
  return { kind: 'rejection', part, rejection: rejection(new Refused(field, reason), record) };
}

/** A value as a reason quotes it: short, and never a whole structure. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return typeof value === 'object' && value !== null ? kindOf(value) : value === undefined ? 'nothing' : String(value);
}

/** The kind of a value without its content, for what must not be quoted. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function modelOf(record: unknown): string {
  if (typeof record !== 'object' || record === null || !('model' in record)) return '';
  return typeof record.model === 'string' && record.model.length <= 200 ? record.model : '';
}
