import type { Message } from '@anchorwatch/bus';
import type { Half, Rejection } from '@anchorwatch/telemetry';
import { tooLargeReason } from '../../infra/sending.js';
import { HEADERS } from '../../infra/topics.js';

/** A half on its way to where both halves meet. */
export interface HalfMessage extends Message {
  readonly half: Half;
}

/** @param from the source partition it was read from, see `sourceOf`, and its offset there; absent when it came by HTTP */
export function halfMessage(half: Half, from?: { readonly source: string; readonly offset: number }): HalfMessage {
  const key = `${half.model}/${half.request_id}`;
  const headers = from && { [HEADERS.source]: from.source, [HEADERS.sourceOffset]: String(from.offset) };
  return { half, key, value: Buffer.from(JSON.stringify(half)), headers: headers ?? {} };
}

/** What remains of a half that the bus does not take: its other half will be given up when its time is over. */
export function tooLargeHalf({ half, value }: HalfMessage): Rejection {
  const { model, request_id, side, time } = half;
  const excerpt = JSON.stringify({ model, request_id, side, time }).slice(0, 2_000);
  return { field: 'body', reason: tooLargeReason(value.length), excerpt, model };
}
