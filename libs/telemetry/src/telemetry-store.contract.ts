import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InferenceEvent, Label } from './event.js';
import type { Source } from './source.js';
import type {
  StoredEvent,
  StoredHalf,
  StoredLabel,
  StoredRejection,
  TelemetryBatch,
  TelemetryStore,
} from './telemetry-store.js';
import { wholeEvent } from './whole-event.js';

const TOPIC = 'inference.events';
const EMPTY: TelemetryBatch = { events: [], labels: [], rejections: [] };
const NOON = Date.UTC(2001, 1, 3, 12);

/**
 * What every telemetry store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function telemetryStoreContract(
  name: string,
  open: () => Promise<{ store: TelemetryStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a telemetry store`, () => {
    let store: TelemetryStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back the whole event that it was given', async () => {
      const stored = { source: at(7, 2), event: rich() };
      await store.append({ ...EMPTY, events: [stored] }, { fresh: true });
      expect(await all(store.eventsOf('fraud', { from: NOON, to: NOON + 1 }))).toEqual([stored]);
      expect(await all(store.eventsFrom(TOPIC, 0, 0))).toEqual([stored]);
    });

    it('stores a batch once however often it is sent', async () => {
      const batch = {
        events: [0, 1, 2].map((offset) => eventAt(offset)),
        labels: [labelAt(3)],
        rejections: [rejectionAt(4)],
      };
      await store.append(batch, { fresh: true });
      await store.append(batch, { fresh: false });
      await store.append(batch, { fresh: false });
      expect(await store.totals()).toEqual({ events: 3, labels: 1, rejections: 1 });
      expect(await all(store.eventsFrom(TOPIC, 0, 0))).toEqual(batch.events);
      expect(await all(store.labelsFrom(TOPIC, 0, 0))).toEqual(batch.labels);
    });

    it('stores a batch that is made page by page, whatever its pages hold, and takes it again', async () => {
      const odd = { minus: -0, none: Number.NaN, most: Infinity, least: -Infinity, list: [-0, 1] };
      const named = JSON.parse('{"__proto__": 1, "toJSON": "x", "7": -0}') as InferenceEvent['features'];
      const events = [
        [eventAt(0), eventAt(1, { features: {} })],
        [],
        [eventAt(2, { features: odd, latency_ms: -0, prediction: { classes: { yes: -0, no: 1 } } })],
        [eventAt(3, { features: named, text: {}, prediction: { classes: {} } }), eventAt(4)],
      ];
      function* pages(): Generator<TelemetryBatch> {
        for (const [index, page] of events.entries())
          yield {
            events: page,
            labels: [labelAt(10 + index, { label_time: NOON + index })],
            rejections: [rejectionAt(20 + index)],
          };
      }
      await store.appendPages(pages(), { fresh: true });
      await store.appendPages(pages(), { fresh: false });
      expect(await all(store.eventsFrom(TOPIC, 0, 0))).toEqual(events.flat());
      expect(await store.totals()).toEqual({ events: 5, labels: 4, rejections: 4 });
    });

    it('takes only what is new of a batch that overlaps an earlier one', async () => {
      await store.append({ ...EMPTY, events: [0, 1, 2].map((offset) => eventAt(offset)) }, { fresh: true });
      await store.append({ ...EMPTY, events: [1, 2, 3, 4].map((offset) => eventAt(offset)) }, { fresh: false });
      expect(offsets(await all(store.eventsFrom(TOPIC, 0, 0)))).toEqual([0, 1, 2, 3, 4]);
      expect(await store.nextOffset(TOPIC, 0)).toBe(5);
    });

    it('fills the gap that a failed batch left', async () => {
      await store.append({ ...EMPTY, events: [eventAt(0), eventAt(3)] }, { fresh: true });
      await store.append({ ...EMPTY, events: [0, 1, 2, 3].map((offset) => eventAt(offset)) }, { fresh: false });
      expect(offsets(await all(store.eventsFrom(TOPIC, 0, 0)))).toEqual([0, 1, 2, 3]);
    });

    it('names the next offset of a partition by whatever it holds of it', async () => {
      expect(await store.nextOffset(TOPIC, 0)).toBe(0);
      await store.append({ ...EMPTY, events: [eventAt(4)] }, { fresh: true });
      expect(await store.nextOffset(TOPIC, 0)).toBe(5);
      await store.append({ ...EMPTY, rejections: [rejectionAt(8)] }, { fresh: true });
      expect(await store.nextOffset(TOPIC, 0)).toBe(9);
      await store.append({ ...EMPTY, labels: [labelAt(11)] }, { fresh: true });
      expect(await store.nextOffset(TOPIC, 0)).toBe(12);
      expect(await store.nextOffset(TOPIC, 1)).toBe(0);
      expect(await store.nextOffset('inference.labels', 0)).toBe(0);
    });

    it('reads a partition from an offset on, in the order of offset and part', async () => {
      const parts = [at(5, 0), at(5, 1), at(6, 0), at(7, 0)].map((source, row) => ({ source, event: event({ row }) }));
      const other = { source: { ...at(6, 0), partition: 1 }, event: event({ request_id: 'other' }) };
      await store.append({ ...EMPTY, events: parts }, { fresh: true });
      await store.append({ ...EMPTY, events: [other] }, { fresh: true });
      expect(await all(store.eventsFrom(TOPIC, 0, 5))).toEqual(parts);
      expect(await all(store.eventsFrom(TOPIC, 0, 6))).toEqual(parts.slice(2));
      expect(await all(store.eventsFrom(TOPIC, 1, 0))).toEqual([other]);
      expect(await all(store.eventsFrom(TOPIC, 2, 0))).toEqual([]);
    });

    it('loses nothing between the pages of a long partition', async () => {
      const events = Array.from({ length: 5_000 }, (_, offset) => eventAt(offset * 7));
      await store.append({ ...EMPTY, events }, { fresh: true });
      expect(offsets(await all(store.eventsFrom(TOPIC, 0, 0)))).toEqual(events.map(({ source }) => source.offset));
      expect(offsets(await all(store.eventsOf('fraud', { from: 0, to: NOON * 2 })))).toHaveLength(5_000);
    });

    it('reads a model in the order of event time, whatever the order of arrival', async () => {
      const late = [30, 10, 20, 40].map((ms, offset) => eventAt(offset, { event_time: NOON + ms }));
      await store.append(
        { ...EMPTY, events: [...late, eventAt(9, { model: 'other', event_time: NOON + 15 })] },
        { fresh: true },
      );
      expect(offsets(await all(store.eventsOf('fraud', { from: NOON + 10, to: NOON + 40 })))).toEqual([1, 2, 0]);
    });

    it('reads one version of a model when asked for it', async () => {
      await store.append({ ...EMPTY, events: [eventAt(0), eventAt(1, { model_version: '2' })] }, { fresh: true });
      const range = { from: NOON, to: NOON + 10, model_version: '2' };
      expect(offsets(await all(store.eventsOf('fraud', range)))).toEqual([1]);
    });

    it('reads an event once that was sent again from other offsets, and keeps the first', async () => {
      const first = { source: at(0), event: event({ latency_ms: 1 }) };
      const again = { source: at(4), event: event({ latency_ms: 2 }) };
      await store.append({ ...EMPTY, events: [first] }, { fresh: true });
      await store.append({ ...EMPTY, events: [again] }, { fresh: true });
      expect(await all(store.eventsOf('fraud', { from: NOON, to: NOON + 1 }))).toEqual([first]);
      // As it came: a copy may be dropped for good at any time, the first one never.
      expect([[first], [first, again]]).toContainEqual(await all(store.eventsFrom(TOPIC, 0, 0)));
      expect(await store.totals()).toEqual({ events: 1, labels: 0, rejections: 0 });
    });

    it('gives each source once that was stored again because nobody knew that it was there', async () => {
      const batch = {
        ...EMPTY,
        events: [eventAt(0), eventAt(1)],
        labels: [labelAt(2), labelAt(3, { source: 'review' })],
      };
      await store.append(batch, { fresh: true });
      await store.append(batch, { fresh: true });
      expect(await all(store.eventsFrom(TOPIC, 0, 0))).toEqual(batch.events);
      expect(await all(store.labelsFrom(TOPIC, 0, 0))).toEqual(batch.labels);
    });

    it('keeps apart the same id under another model or at another time', async () => {
      const events = [event(), event({ model: 'other' }), event({ event_time: NOON + 1 })].map((one, offset) => ({
        source: at(offset),
        event: one,
      }));
      await store.append({ ...EMPTY, events }, { fresh: true });
      expect((await store.totals()).events).toBe(3);
    });

    it('reads a correction after the label it corrects, and each source for itself', async () => {
      const labels = [
        labelAt(0, { label: 'yes', label_time: NOON + 2 }),
        labelAt(1, { label: 'no', label_time: NOON + 5 }),
        labelAt(2, { label: 'maybe', label_time: NOON + 3, source: 'review' }),
      ];
      await store.append({ ...EMPTY, labels }, { fresh: true });
      expect(await all(store.labelsOf('fraud', { from: NOON, to: NOON + 10 }))).toEqual([
        labels[0],
        labels[2],
        labels[1],
      ]);
      expect(await all(store.labelsOf('fraud', { from: NOON, to: NOON + 3 }))).toEqual([labels[0]]);
    });

    it('reads only the later of two labels of one source about one event at one time', async () => {
      const [wrong, right] = [labelAt(0, { label: 'yes' }), labelAt(1, { label: 'no' })];
      await store.append({ ...EMPTY, labels: [wrong!] }, { fresh: true });
      await store.append({ ...EMPTY, labels: [right!] }, { fresh: true });
      expect(await all(store.labelsOf('fraud', { from: NOON, to: NOON + 1 }))).toEqual([right]);
      // Whoever counts again meets the wrong one first, as at the first time, unless it has been dropped for good.
      expect([[right], [wrong, right]]).toContainEqual(await all(store.labelsFrom(TOPIC, 0, 0)));
    });

    it('gives back labels that are numbers', async () => {
      const stored = labelAt(0, { label: undefined, value: -12.5, weight: 0.25, tenant: 'bank' });
      await store.append({ ...EMPTY, labels: [stored] }, { fresh: true });
      expect(await all(store.labelsFrom(TOPIC, 0, 0))).toEqual([stored]);
    });

    it('brings labels and their events together, each label once and in the order of labels', async () => {
      const asked = { features: { amount: 3, city: 'Ulm', big: true }, attributes: { desk: 'north', shift: 'late' } };
      const events = [
        eventAt(0, asked),
        eventAt(1, { request_id: 'b', event_id: 'b#0', event_time: NOON + 1 }),
        // The same id again, later: the label is about the first.
        eventAt(2, { ...asked, event_time: NOON + 3, prediction: { label: 'no' } }),
        eventAt(3, { model: 'other' }),
        eventAt(4, { request_id: 'late', event_id: 'late#0', event_time: NOON + 9 }),
      ];
      const id = events[0]!.event.event_id;
      const labels = [
        labelAt(5, { event_id: id, label_time: NOON + 6 }),
        labelAt(6, { event_id: 'unknown#0', label_time: NOON + 5 }),
        labelAt(7, { event_id: 'b#0', label_time: NOON + 7 }),
        labelAt(8, { event_id: 'late#0', label_time: NOON + 7 }),
        labelAt(9, { event_id: id, label_time: NOON + 8 }),
      ];
      await store.append({ ...EMPTY, events, labels }, { fresh: true });
      const read = (fields: string[], to = NOON + 8) => all(store.outcomesOf('fraud', { from: NOON, to }, fields));
      const found = await read(['amount', 'desk']);
      expect(found.map(({ label, event }) => [label.source.offset, event?.source.offset])).toEqual([
        [6, undefined],
        [5, 0],
        [7, 1],
        [8, undefined],
      ]);
      const { text: _text, ...rest } = events[0]!.event;
      expect(found[1]!.event!.event).toEqual({ ...rest, features: { amount: 3 }, attributes: { desk: 'north' } });
      expect((await read([]))[1]!.event!.event).toEqual({ ...rest, features: {}, attributes: {} });
      expect(found[1]!.label).toEqual(labels[0]);
    });

    it('brings many labels and their events together, page by page', async () => {
      const events = Array.from({ length: 3_000 }, (_, k) =>
        eventAt(k, { request_id: `r${k}`, event_id: `r${k}#0`, event_time: NOON + k }),
      );
      const labels = events.map(({ event: { event_id } }, k) =>
        labelAt(k, { event_id, label_time: NOON + 3_000 - (k % 7) }),
      );
      await store.append({ ...EMPTY, events }, { fresh: true });
      await store.append(
        { ...EMPTY, labels: labels.map((one) => ({ ...one, source: { ...one.source, topic: 'l' } })) },
        { fresh: true },
      );
      const found = await all(store.outcomesOf('fraud', { from: NOON, to: NOON + 4_000 }, []));
      expect(found).toHaveLength(3_000);
      expect(found.every(({ label, event }) => event?.event.event_id === label.label.event_id)).toBe(true);
    });

    it('shows the newest rejections first', async () => {
      const rejections = [0, 1, 2].map((offset) => rejectionAt(offset));
      await store.append({ ...EMPTY, rejections }, { fresh: true });
      expect(await store.rejections(2)).toEqual([rejections[2], rejections[1]]);
    });

    it('tells which models and versions were seen, and when', async () => {
      await store.append(
        {
          ...EMPTY,
          events: [
            eventAt(0, { event_time: NOON + 9 }),
            eventAt(1, { event_time: NOON + 4 }),
            eventAt(2, { model: 'late', model_version: '' }),
            eventAt(3, { model_version: '2' }),
            eventAt(4, { model_version: '2', artefact_digest: 'sha256:b' }),
          ],
        },
        { fresh: true },
      );
      const version = { artefact_digest: '', events: 1, first_event_time: NOON, last_event_time: NOON };
      const late = { ...version, model: 'late', model_version: '' };
      expect(await store.traffic()).toEqual([
        {
          ...version,
          model: 'fraud',
          model_version: '1',
          events: 2,
          first_event_time: NOON + 4,
          last_event_time: NOON + 9,
        },
        { ...version, model: 'fraud', model_version: '2' },
        { ...version, model: 'fraud', model_version: '2', artefact_digest: 'sha256:b' },
        late,
      ]);
      expect(await store.traffic('late')).toEqual([late]);
    });

    it('remembers the waiting halves of a partition, each once, until they are done', async () => {
      const halves = [half('b', NOON + 2), half('a', NOON + 1), half('c', NOON + 3)];
      await store.settleHalves({ partition: 3, waiting: halves, done: [], next: 3, positions: [] });
      await store.settleHalves({ partition: 3, waiting: halves.slice(0, 1), done: [], next: 4, positions: [] });
      expect(await store.waitingHalves(3)).toEqual({
        halves: [halves[1], halves[0], halves[2]],
        next: 4,
        positions: [],
      });
      const done = [halves[0]!, { ...halves[1]!, side: 'response' as const }];
      await store.settleHalves({ partition: 3, waiting: [], done, next: 6, positions: [] });
      await store.settleHalves({ partition: 3, waiting: [], done, next: 6, positions: [] });
      expect(await store.waitingHalves(3)).toEqual({ halves: [halves[1], halves[2]], next: 6, positions: [] });
      expect(await store.waitingHalves(0)).toEqual({ halves: [], next: 0, positions: [] });
    });

    it('keeps the position among the halves, also when the half that carried it is done', async () => {
      const [first, second] = [half('a', NOON), half('b', NOON)];
      const before = [{ source: 'logs/0', time: NOON, idle: false }];
      const positions = [
        { source: "it's/0", time: NOON + 7, idle: false },
        { source: '', time: NOON, idle: true },
      ];
      await store.settleHalves({ partition: 1, waiting: [first, second], done: [], next: 2, positions: before });
      await store.settleHalves({ partition: 1, waiting: [], done: [second, first], next: 4, positions });
      await store.settleHalves({ partition: 1, waiting: [], done: [], next: 9, positions: before });
      expect(await store.waitingHalves(1)).toEqual({ halves: [], next: 4, positions });
      await store.settleHalves({ partition: 1, waiting: [first], done: [], next: 4, positions });
      expect(await store.waitingHalves(1)).toEqual({ halves: [first], next: 4, positions });
    });

    it('is empty at first', async () => {
      expect(await store.totals()).toEqual({ events: 0, labels: 0, rejections: 0 });
      expect(await store.traffic()).toEqual([]);
      expect(await store.rejections(10)).toEqual([]);
      expect(await store.waitingHalves(0)).toEqual({ halves: [], next: 0, positions: [] });
      expect(await all(store.eventsOf('fraud', { from: 0, to: NOON }))).toEqual([]);
    });
  });
}

async function all<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

function offsets(rows: readonly StoredEvent[]): number[] {
  return rows.map(({ source }) => source.offset);
}

function at(offset: number, part = 0): Source {
  return { topic: TOPIC, partition: 0, offset, part };
}

function eventAt(offset: number, fields: Partial<InferenceEvent> = {}): StoredEvent {
  return { source: at(offset), event: event({ request_id: `r${offset}`, ...fields }) };
}

function event(fields: Partial<InferenceEvent> = {}): InferenceEvent {
  return wholeEvent({
    model: 'fraud',
    model_version: '1',
    request_id: 'r',
    event_time: NOON,
    features: { amount: 12.5 },
    prediction: { label: 'no', score: 0.25 },
    ...fields,
  });
}

function rich(): InferenceEvent {
  return event({
    tenant: 'bank',
    artefact_digest: 'sha256:00ff',
    endpoint: 'canary',
    row: 3,
    event_id: 'r#3',
    features: {
      amount: -1.5e-7,
      huge: 1e300,
      country: "D'E\\\t\n",
      zero: 0,
      vip: false,
      sure: true,
      gone: null,
      vector: [0.5, -1, 1 / 3],
      'a.b "c"': 'ж🙂',
    },
    prediction: { label: 'yes', score: 0.9, value: 3, classes: { yes: 0.9, no: 0.1 } },
    principal: { key: 'k', organisation: 'o', network: 'n' },
    status: 'error',
    error_type: 'timeout',
    latency_ms: 12.5,
    tokens_in: 3,
    tokens_out: 0,
    sampling_fraction: 0.1,
    session_id: 's',
    trace_id: 't',
    attributes: { region: 'north' },
    text: { prompt: 'why?', output: 'because' },
    text_signs: {
      key: 'k1',
      guard: 'g1',
      prompt: {
        length: 4,
        hash: 'h',
        score: 0.1234,
        rules: ['override.ignore'],
        shingles: [0, 4_294_967_295],
        classified: { by: 'c', score: 0.1 },
      },
      output: { length: 7, score: 0, rules: [], hosts: ['a.b', 'b'], refusing: true },
    },
  });
}

function labelAt(offset: number, fields: Partial<Label> = {}): StoredLabel {
  const label: Label = {
    tenant: '',
    model: 'fraud',
    request_id: 'r',
    row: 0,
    event_id: 'r#0',
    label_time: NOON,
    label: 'yes',
    source: '',
    weight: 1,
    ...fields,
  };
  return { source: at(offset), label };
}

function rejectionAt(offset: number): StoredRejection {
  const rejection = { field: 'time', reason: 'is required', excerpt: '{}', model: 'fraud' };
  return { source: at(offset), rejection, rejected_at: NOON + offset };
}

function half(request_id: string, time: number): StoredHalf {
  return { model: 'fraud', request_id, side: 'request', time, body: '{"side":"request"}' };
}
