import { describe, expect, it } from '@jest/globals';
import type { Batch } from '@anchorwatch/bus';
import { keyedHashes } from '@anchorwatch/compromise';
import { TOPICS } from '../infra/topics.js';
import { TelemetryDecoder } from './decode.js';
import { KeptTexts } from './kept-texts.js';
import { TelemetryPages } from './telemetry-pages.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const decoder = new TelemetryDecoder((name) => name, 3_600_000, false);

const hashes = keyedHashes('a secret of the specs');
const texts = await KeptTexts.open(hashes, [], false);

describe('a batch as pages of telemetry', () => {
  it('holds every record of its stretch in order, a few hundred at a time', async () => {
    const pages = new TelemetryPages(decoder, batchOf(1_300), 100, 1_250, texts);
    const read = await all(pages.read());
    expect(read.map(({ events }) => events.length)).toEqual([500, 500, 150]);
    expect(read.flatMap(({ events }) => events).map(({ source }) => source.offset)).toEqual(
      Array.from({ length: 1_150 }, (_, at) => 1_000 + 100 + at),
    );
    expect(pages).toMatchObject({ events: 1_150, labels: 0, rejections: [] });
  });

  it('gathers the rejections of all pages, each where it was read', async () => {
    const batch = batchOf(1_100, (index) => (index % 1_000 === 7 ? '{"model":"m"}' : eventText(index)));
    const pages = new TelemetryPages(decoder, batch, 0, 1_100, texts);
    expect((await all(pages.read())).flatMap(({ rejections }) => rejections)).toEqual(pages.rejections);
    expect(pages.rejections).toMatchObject([
      { source: { offset: 1_007, part: 0 }, rejection: { field: 'request_id' }, rejected_at: NOON + 7 },
      { source: { offset: 2_007, part: 0 }, rejection: { field: 'request_id' }, rejected_at: NOON + 1_007 },
    ]);
    expect(pages.events).toBe(1_098);
  });

  it('keeps the text of a prompt only where that is asked for, and what was read in it always', async () => {
    const text = { text: { prompt: 'why?' } };
    const batch = batchOf(1, (index) => eventText(index, text));
    const stored = async (storeText: boolean) => {
      const kept = await KeptTexts.open(hashes, [], storeText);
      return (await all(new TelemetryPages(decoder, batch, 0, 1, kept).read()))[0]!.events[0]!.event;
    };
    expect(await stored(true)).toMatchObject({ ...text, text_signs: { prompt: { length: 4 } } });
    expect(await stored(false)).toMatchObject({ text_signs: { prompt: { length: 4 } } });
    expect(await stored(false)).not.toHaveProperty('text');
  });

  it('reads answers for what is guarded of their model alone', async () => {
    const text = { text: { output: 'It is KESTREL 4F9A 77C1.' } };
    const guarded = { canaries: ['kestrel-4f9a-77c1'], system_prompt_file: '' };
    const rulesOf = async (model: string) => {
      const kept = await KeptTexts.open(hashes, [{ model, ...guarded }], false);
      const batch = batchOf(1, (index) => eventText(index, text));
      const [page] = await all(new TelemetryPages(decoder, batch, 0, 1, kept).read());
      return page!.events[0]!.event.text_signs!.output!.rules;
    };
    expect(await rulesOf('m')).toEqual(['leak.canary']);
    expect(await rulesOf('n')).toEqual([]);
  });
});

async function all<Page>(pages: AsyncIterable<Page>): Promise<readonly Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

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
