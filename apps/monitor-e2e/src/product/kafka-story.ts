import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { calibrate, type PlacedEvent } from '@anchorwatch/compromise';
import { makeBaseline } from '@anchorwatch/detection';
import { scenario, type ScenarioPlan } from '@anchorwatch/scenarios';
import type { Store } from '@anchorwatch/store';
import { makePseudonymiser, readFile, type InferenceEvent } from '@anchorwatch/telemetry';

/** A stream that can be told again: always the same events, in time order, in pages. */
export interface Story {
  readonly model: string;
  readonly tickMs: number;
  /** How many events. */
  readonly events: number;
  /** So many of the first ones are healthy. */
  readonly healthy: number;
  pages(): AsyncIterable<readonly InferenceEvent[]>;
}

const PAGE = 2_500;

/** A story made up from a seed; ticks of a minute. @param thiefFrom the event from which on somebody copies the model, if anybody does */
export function madeUp(seed: number, plan: ScenarioPlan, healthy: number, thiefFrom = Infinity): Story {
  const pages = () => paged(withThief(scenario(seed, plan), thiefFrom), plan.events);
  return { model: plan.model, tickMs: 60_000, events: plan.events, healthy, pages };
}

/** Every tenth question is somebody's who asks about amounts that nobody has. */
function* withThief(events: Iterable<InferenceEvent>, from: number): Generator<InferenceEvent> {
  let at = 0;
  for (const event of events) {
    const isThief = at >= from && at % 10 === 3;
    const features = { ...event.features, amount: 300 + ((at * 37) % 500) };
    yield isThief ? { ...event, features, principal: { key: 'thief' } } : event;
    at++;
  }
}

/** Real US flights from 1 January 2001 on, as the vega-datasets package carries them; ticks of an hour. At most 3,000,000. */
export function flights(events: number, healthy: number): Story {
  return { model: 'flights', tickMs: 3_600_000, events, healthy, pages: () => paged(flightEvents(), events) };
}

/** The secret of the installations that are told a story. */
export const SECRET = 'a secret of the end-to-end cases';

/** Puts the baseline of a story's healthy beginning into a store, with its calibration. The same story gives the same digest. */
export async function putBaseline(story: Story, store: Pick<Store, 'detection' | 'compromise'>): Promise<string> {
  const { model, healthy, tickMs } = story;
  const events = () => first(story.pages(), healthy);
  const calibration = calibrate(model, '', await placed(events()));
  const baseline = await makeBaseline({
    model,
    model_version: '',
    made_from: `the first ${healthy} events`,
    tick: { kind: 'time', ms: tickMs },
    segment_fields: [],
    events,
    compromise: { bits: calibration.bits.map(({ bit }) => bit) },
  });
  await store.compromise.putCalibration(baseline.digest, calibration);
  await store.detection.putBaseline(baseline);
  return baseline.digest;
}

/** Numbered, with principals as the product will know them. */
async function placed(pages: ReturnType<typeof first>): Promise<readonly PlacedEvent[]> {
  const pseudonym = makePseudonymiser(SECRET);
  const events: PlacedEvent[] = [];
  for await (const page of pages)
    for (const { event } of page) {
      const named = Object.entries(event.principal).map(([level, name]) => [level, pseudonym(name)]);
      events.push({ offset: events.length, event: { ...event, principal: Object.fromEntries(named) } });
    }
  return events;
}

async function* first(pages: AsyncIterable<readonly InferenceEvent[]>, count: number) {
  let offset = 0;
  for await (const page of pages) {
    yield page
      .slice(0, count - offset)
      .map((event) => ({ source: { topic: 'story', partition: 0, offset: offset++, part: 0 }, event }));
    if (offset >= count) return;
  }
}

async function* paged(
  events: Iterable<InferenceEvent> | AsyncIterable<InferenceEvent>,
  count: number,
): AsyncGenerator<readonly InferenceEvent[]> {
  let page: InferenceEvent[] = [];
  let left = count;
  for await (const event of events) {
    page.push(event);
    left--;
    if (page.length < PAGE && left > 0) continue;
    yield page;
    page = [];
    if (left === 0) return;
  }
  if (left > 0) throw new Error(`the story ends ${left} events early`);
}

async function* flightEvents(): AsyncGenerator<InferenceEvent> {
  const file = join(
    dirname(createRequire(import.meta.url).resolve('vega-datasets')),
    '..',
    'data',
    'flights-3m.parquet',
  );
  const options = {
    model: 'flights',
    mapping: { time: 'date', value: 'delay', features: ['distance', 'origin', 'destination'] },
    pseudonymise: (name: string) => name,
    now: Date.UTC(2001, 6, 2),
  };
  for await (const records of readFile(file, options)) {
    for (const { row, decoded } of records) {
      if (decoded.kind !== 'event') throw new Error(`row ${row} of the flights cannot be read`);
      const request_id = `flight-${row}`;
      yield { ...decoded.event, model_version: '1', request_id, event_id: `${request_id}#${decoded.event.row}` };
    }
  }
}
