import type { SettledHalves, SourcePosition, StoredHalf } from '@anchorwatch/telemetry';
import { text } from '../clickhouse/json.js';

/** The columns of `halves` in the order of a line. */
export const halfColumns = [
  'model',
  'request_id',
  'side',
  'time',
  'body',
  'dropped',
  'partition',
  'next_offset',
  'positions',
] as const;

/** A half that waits, or with `dropped` one that waits no more: the later line replaces the former. */
export interface HalfLine extends StoredHalf {
  readonly dropped: boolean;
  readonly partition: number;
  readonly next_offset: number;
  readonly positions: readonly SourcePosition[];
}

/**
 * Settled halves as lines. The last one alone carries the position, and how far the sources were there, so that no position
 * is there before all its halves, and a line that replaces it later stands before or beside a higher one.
 */
export function settledLines({ partition, waiting, done, next, positions }: SettledHalves): readonly HalfLine[] {
  const count = waiting.length + done.length;
  const gone = done.map(({ model, request_id, side }) => ({ model, request_id, side, time: 0, body: '' }));
  return [...waiting, ...gone].map((half, index) => ({
    ...half,
    dropped: index >= waiting.length,
    partition,
    ...(index === count - 1 ? { next_offset: next, positions } : { next_offset: 0, positions: [] }),
  }));
}

/** One line of JSONCompactEachRow. */
export function halfLine(line: HalfLine): string {
  const { model, request_id, side, time, body, dropped, partition, next_offset } = line;
  const positions = line.positions.map((position) => `[${text(position.source)},${position.time},${position.idle}]`);
  return `[${text(model)},${text(request_id)},"${side}",${time},${text(body)},${dropped},${partition},${next_offset},[${positions.join()}]]`;
}

export type HalfRow = readonly [
  model: string,
  request_id: string,
  side: 'request' | 'response',
  time: number,
  body: string,
];

/** The halves of a partition that still wait, oldest first. */
export const readWaiting = `
SELECT model, request_id, side, toUnixTimestamp64Milli(time), body
FROM {database}.halves FINAL
WHERE partition = {partition:UInt32} AND NOT dropped
ORDER BY time, model, request_id, side`;

export type NextRow = readonly [
  next_offset: number,
  positions: readonly (readonly [source: string, time: number, idle: boolean])[],
];

/** The offset to go on from, and how far the sources were there; without FINAL, since what was replaced lies lower. */
export const readNext = `
SELECT next_offset, positions
FROM {database}.halves
WHERE partition = {partition:UInt32}
ORDER BY next_offset DESC, stored_at DESC
LIMIT 1`;
