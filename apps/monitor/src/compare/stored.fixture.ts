import { PartitionCounter, makeBaseline, type Baseline } from '@anchorwatch/detection';
import { MemoryDetectionStore } from '@anchorwatch/store';
import { wholeEvent, type InferenceEvent, type StoredEvent } from '@anchorwatch/telemetry';

export const TICK_MS = 60_000;
export const MODEL = 'credit';

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One event a second; `amount` is shifted by `shift(second)` standard deviations where region is n. */
export function traffic(seed: number, events: number, shift: (second: number) => number = () => 0): StoredEvent[] {
  const next = uniform(seed);
  const z = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: events }, (_, second) => {
    const region = next() < 0.5 ? 'n' : 's';
    const amount = z() + (region === 'n' ? shift(second) : 0);
    const features = { amount, age: 20 + Math.floor(next() * 40), region };
    return {
      source: { topic: 'inference.events', partition: 0, offset: second, part: 0 },
      event: eventAt(second, features),
    };
  });
}

export function baselineOf(events: readonly StoredEvent[], made_from = 'a seeded stream'): Promise<Baseline> {
  return makeBaseline({
    model: MODEL,
    model_version: '',
    made_from,
    tick: { kind: 'time', ms: TICK_MS },
    segment_fields: ['region'],
    events: () => [events],
  });
}

/** Counts events over a baseline into the store. */
export async function countInto(
  store: MemoryDetectionStore,
  baseline: Baseline,
  events: readonly StoredEvent[],
): Promise<void> {
  const counter = new PartitionCounter({
    topic: 'inference.events',
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: () => baseline,
  });
  for (const { source, event } of events) counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  const { profiles } = counter.drain(events.length, 0);
  await store.putBaseline(baseline);
  await store.putProfiles(profiles);
}

function eventAt(second: number, features: InferenceEvent['features']): InferenceEvent {
  return wholeEvent({ model: MODEL, request_id: `r${second}`, event_time: second * 1_000, features });
}
