import { describe, expect, it } from '@jest/globals';
import type { Batch } from '@anchorwatch/bus';
import { TOPICS } from '../infra/topics.js';
import { TelemetryDecoder } from './decode.js';
import { TelemetryPages } from './telemetry-pages.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const decoder = new TelemetryDecoder((name) => name, 3_600_000, false);

describe('a batch as pages of telemetry', () => {
  it('holds every record of its stretch in order, a few hundred at a time', () => {
    const pages = new TelemetryPages(decoder, batchOf(1_300), 100, 1_250, false);
    const read = [...pages.read()];
    expect(read.map(({ events }) => events.length)).toEqual([500, 500, 150]);
    expect(read.flatMap(({ events }) => events).map(({ source }) => source.offset)).toEqual(
      Array.from({ length: 1_150 }, (_, at) => 1_000 + 100 + at),
    );
    expect(pages).toMatchObject({ events: 1_150, labels: 0, rejections: [] });
  });

  it('gathers the rejections of all pages, each where it was read', () => {
    const batch = batchOf(1_100, (index) => (index % 1_000 === 7 ? '{"model":"m"}' : eventText(index)));
    const pages = new TelemetryPages(decoder, batch, 0, 1_100, false);
    expect([...pages.read()].flatMap(({ rejections }) => rejections)).toEqual(pages.rejections);
    expect(pages.rejections).toMatchObject([
      { source: { offset: 1_007, part: 0 }, rejection: { field: 'request_id' }, rejected_at: NOON + 7 },
      { source: { offset: 2_007, part: 0 }, rejection: { field: 'request_id' }, rejected_at: NOON + 1_007 },
    ]);
    expect(pages.events).toBe(1_098);
  });

  it('keeps the text of a prompt only where that is asked for', () => {
    const text = { text: { prompt: 'why?' } };
    const batch = batchOf(1, (index) => eventText(index, text));
    const [kept, left] = [true, false].map((store) => [...new TelemetryPages(decoder, batch, 0, 1, store).read()]);
    expect(kept![0]!.events[0]!.event).toMatchObject(text);
    expect(left![0]!.events[0]!.event).not.toHaveProperty('text');
  });
});

function eventText(index: number, more: object = {}): string {
  return JSON.stringify({ model: 'm', request_id: `r${index}`, time: NOON, features: { x: index }, ...more });
}

function batchOf(count: number, text: (index: number) => string = eventText): Batch {
  const messages = Array.from({ length: count }, (_, index) => ({
    offset: 1_000 + index,
    key: null,
    value: Buffer.from(text(index)),
    headers: {},
    timestamp: NOON + index,
  }));
  const topic = TOPICS.events;
  return { topic, partition: 0, messages, highWatermark: 0, heartbeat: async () => undefined, owned: () => true };
}
