import type { Message, ReceivedMessage } from '@anchorwatch/bus';
import { parseHalf, type Half, type SourcePosition } from '@anchorwatch/telemetry';
import { HEADERS } from '../../infra/topics.js';

/** What a message of the topic of halves says: a half and where it was read (its offset there, if it has one), or how far sources were read. */
export type Heard =
  | { readonly kind: 'half'; readonly half: Half; readonly source: string; readonly offset: number | undefined }
  | { readonly kind: 'positions'; readonly positions: readonly SourcePosition[] };

/** The name of a source partition of halves. */
export function sourceOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

/** How far sources were read, for each partition where halves meet. */
export function positionMessages(positions: readonly SourcePosition[], partitions: number): readonly Message[] {
  const value = Buffer.from(JSON.stringify(positions));
  const headers = { [HEADERS.positions]: String(positions.length) };
  return Array.from({ length: partitions }, (_, partition) => ({ key: null, partition, value, headers }));
}

/**
 * Reads a message of the topic of halves; undefined when it is none of ours. A topic that is not configured any more
 * holds nobody up: its positions are left out, and its halves count as if they had come by HTTP.
 */
export function heardIn({ value, headers }: ReceivedMessage, topics: readonly string[]): Heard | undefined {
  const text = value.toString('utf8');
  if (headers[HEADERS.positions] !== undefined)
    return { kind: 'positions', positions: known(parsePositions(text), topics) };
  const half = parseHalf(text);
  const source = headers[HEADERS.source] ?? '';
  if (half === undefined) return undefined;
  if (!isOf(source, topics)) return { kind: 'half', half, source: '', offset: undefined };
  const offset = Number(headers[HEADERS.sourceOffset] ?? NaN);
  return { kind: 'half', half, source, offset: Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined };
}

/** The positions of sources that are still read, and those of HTTP. */
export function known(positions: readonly SourcePosition[], topics: readonly string[]): readonly SourcePosition[] {
  return positions.filter(({ source }) => source === '' || isOf(source, topics));
}

function isOf(source: string, topics: readonly string[]): boolean {
  return topics.includes(source.slice(0, source.lastIndexOf('/')));
}

function parsePositions(text: string): readonly SourcePosition[] {
  try {
    const list = JSON.parse(text) as readonly Partial<SourcePosition>[];
    return list.flatMap(({ source, time, idle }) =>
      typeof source === 'string' && typeof time === 'number' && typeof idle === 'boolean'
        ? [{ source, time, idle }]
        : [],
    );
  } catch {
    return [];
  }
}
