import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { wholeEvent, type InferenceEvent } from '@anchorwatch/telemetry';
import type { ExploreAnswer } from '../explore/explore-store.js';
import type { ExploreRequest } from '../explore/request.js';
import { toCsv, toJsonl } from '../explore/to-text.js';
import { toParquet } from '../explore/to-parquet.js';
import type { Store } from '../open-store.js';
import { exploreDatasetsContract, type Ask } from './explore-datasets.contract.js';

const HOUR = 3_600_000;
const all = { from: -1, to: 100 * HOUR };

/** What Explore promises of a store, as tests. */
export function exploreStoreContract(
  name: string,
  open: () => Promise<{ store: Store; close: () => Promise<void> }>,
): void {
  describe(`${name} to explore`, () => {
    let store: Store;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    const ask: Ask = async (request) => {
      const answer = await store.explore.ask({ dataset: 'events', ...all, ...request });
      const rows = await rowsOf(answer);
      return { names: answer.columns.map((column) => column.name), rows, more: answer.truncated() };
    };

    it('groups events by features and time, and measures them', async () => {
      await put(store);
      expect(
        await ask({
          group_by: ['features.carrier'],
          bucket_ms: HOUR,
          measures: [{ op: 'count' }, { op: 'avg', field: 'features.delay' }, { op: 'max', field: 'latency_ms' }],
        }),
      ).toEqual({
        names: ['bucket', 'features.carrier', 'count', 'avg(features.delay)', 'max(latency_ms)'],
        rows: [
          [0, 'AA', 1, 0, null],
          [0, "D'L", 1, 10, null],
          [HOUR, 'AA', 2, 25, 7],
        ],
        more: false,
      });
    });

    it('filters by every kind of value', async () => {
      await put(store);
      const filtered = async (field: string, op: '=' | 'in' | 'contains' | '>', value: never): Promise<unknown> =>
        (await ask({ filters: [{ field, op, value }], measures: [{ op: 'count' }] })).rows[0]![0];
      expect(await filtered('features.carrier', '=', "D'L" as never)).toBe(1);
      expect(await filtered('features.carrier', 'contains', "'" as never)).toBe(1);
      expect(await filtered('features.carrier', 'in', ['AA', 'x\\'] as never)).toBe(3);
      expect(await filtered('features.delay', '>', 5 as never)).toBe(3);
      expect(await filtered('features.night', '=', true as never)).toBe(4);
      expect(await filtered('event_time', '>', HOUR as never)).toBe(1);
      expect(await filtered('attributes.region', '=', 'north' as never)).toBe(4);
    });

    it('gives rows newest first, and says when there are more than the limit', async () => {
      await put(store);
      const columns = ['event_time', 'features.delay'];
      expect(await ask({ columns, limit: 2 })).toEqual({
        names: columns,
        rows: [
          [HOUR + 1, 30],
          [HOUR, 20],
        ],
        more: true,
      });
      expect((await ask({ columns, limit: 4, order: 'asc' })).rows[0]).toEqual([0, 0]);
      expect((await ask({ models: ['another'] })).rows).toEqual([]);
    });

    it('gives every row once and nothing else when an answer comes in many pieces', async () => {
      const count = 20_000;
      const events = Array.from({ length: count }, (_, offset) => ({
        source: { topic: 't', partition: 0, offset, part: 0 },
        event: eventOf(offset, { delay: offset }),
      }));
      await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
      const { rows, more } = await ask({ columns: ['event_id', 'features.delay'], order: 'asc', limit: count });
      expect(rows).toEqual(events.map(({ event }, at) => [event.event_id, at]));
      expect(more).toBe(false);
    });

    it('names every part of a question that is wrong', async () => {
      await put(store);
      const wrong = ask({
        group_by: ['model', 'foo'],
        filters: [{ field: 'latency_ms', op: '=', value: "1' OR 1" }],
        measures: [{ op: 'sum' }, { op: 'sum', field: 'model' }, { op: 'quantile', field: 'latency_ms', q: 2 }],
      });
      await expect(wrong).rejects.toMatchObject({
        name: 'ExploreRefused',
        fields: [
          { field: 'group_by[1]', reason: expect.stringContaining('unknown field "foo"; known: event_time, model') },
          { field: 'measures[0].field', reason: 'sum needs a field' },
          { field: 'measures[1].field', reason: '"model" cannot be used to measure' },
          { field: 'measures[2].q', reason: 'expected a number between 0 and 1, got 2' },
          { field: 'filters[0].value', reason: 'expected a finite number, got "1\' OR 1"' },
        ],
      });
    });

    it('lists fields, those that telemetry brought included', async () => {
      await put(store);
      const { events, verdicts } = await store.explore.fields();
      expect(events.find((field) => field.name === 'features.delay')?.type).toBe('number');
      expect(events.find((field) => field.name === 'features.carrier')?.measure).toBe(false);
      expect(verdicts.map((field) => field.name)).toContain('psi_critical');
    });

    it('writes CSV, JSONL and Parquet, and lets the next question in after one that was left', async () => {
      await put(store);
      const request: ExploreRequest = {
        dataset: 'events',
        ...all,
        columns: ['event_time', 'features.carrier'],
        order: 'asc',
      };
      for await (const _ of (await store.explore.ask(request)).pages) break;
      const csv = await joined(toCsv(await store.explore.ask(request)));
      expect(csv.split('\r\n').slice(0, 3)).toEqual([
        'event_time,features.carrier',
        '1970-01-01T00:00:00.000Z,AA',
        "1970-01-01T00:00:00.001Z,D'L",
      ]);
      const jsonl = await joined(toJsonl(await store.explore.ask(request)));
      expect(JSON.parse(jsonl.split('\n')[1]!)).toEqual({ event_time: 1, 'features.carrier': "D'L" });
      const pieces: Uint8Array[] = [];
      for await (const piece of toParquet(await store.explore.ask(request))) pieces.push(piece);
      const file = Buffer.concat(pieces);
      expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    });

    exploreDatasetsContract(() => store, ask);
  });
}

async function put(store: Store): Promise<void> {
  const events = [
    { time: 0, carrier: 'AA', delay: 0 },
    { time: 1, carrier: "D'L", delay: 10 },
    { time: HOUR, carrier: 'AA', delay: 20 },
    { time: HOUR + 1, carrier: 'AA', delay: 30, latency_ms: 7 },
  ].map(({ time, carrier, delay, latency_ms }, offset) => ({
    source: { topic: 't', partition: 0, offset, part: 0 },
    event: eventOf(time, { carrier, delay, night: true }, latency_ms),
  }));
  await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
}

function eventOf(event_time: number, features: InferenceEvent['features'], latency_ms?: number): InferenceEvent {
  return wholeEvent({
    model: 'fraud',
    model_version: '1',
    request_id: `r${event_time}`,
    event_time,
    features,
    ...(latency_ms === undefined ? {} : { latency_ms }),
    attributes: { region: 'north' },
  });
}

async function rowsOf(answer: ExploreAnswer): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const page of answer.pages) rows.push(...page.map((row) => [...row]));
  return rows;
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
