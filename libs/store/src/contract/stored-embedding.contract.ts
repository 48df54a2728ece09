import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Judge,
  makeBaseline,
  mergeProfiles,
  PartitionCounter,
  policyFor,
  type Baseline,
  type DetectionStore,
  type Finding,
  type Profile,
} from '@anchorwatch/detection';
import { wholeEvent, type InferenceEvent, type StoredEvent, type TelemetryStore } from '@anchorwatch/telemetry';

/** What a contract over both telemetry and what is detected in it needs of a store. */
interface Both {
  readonly telemetry: TelemetryStore;
  readonly detection: DetectionStore;
}

const model = 'search';
const topic = 'inference.events';
const second = 1_000;
const minute = 60 * second;
const numbers = 24;
const healthy = 3_000;
const all = 4_200;
const changed = 3_600;

/** One event a second with an embedding near one of three places; from `changed` on, three in ten near a fourth. */
function stream(): readonly StoredEvent[] {
  let state = 11;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const places = Array.from({ length: 4 }, () => Array.from({ length: numbers }, normal));
  return Array.from({ length: all }, (_, k) => {
    const isMoved = k >= changed && uniform() < 0.3;
    const place = places[isMoved ? 3 : Math.floor(3 * uniform())]!;
    return eventAt(k, { words: place.map((value) => value + 0.7 * normal()), length: 10 + normal() });
  });
}

function eventAt(offset: number, features: InferenceEvent['features']): StoredEvent {
  const named = { model, model_version: '1', request_id: `r${offset}`, event_time: offset * second };
  return { source: { topic, partition: 0, offset, part: 0 }, event: wholeEvent({ ...named, features }) };
}

function baselineFrom(events: () => AsyncIterable<readonly StoredEvent[]> | readonly (readonly StoredEvent[])[]) {
  const tick = { kind: 'time', ms: minute } as const;
  return makeBaseline({ model, model_version: '1', made_from: 'stored telemetry', tick, segment_fields: [], events });
}

/** What is counted of the stored events of the partition. */
async function countedFrom(store: TelemetryStore, baseline: Baseline): Promise<readonly Profile[]> {
  const counter = new PartitionCounter({
    topic,
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    absent_ms: 0,
    baselineOf: () => baseline,
  });
  for await (const page of store.eventsFrom(topic, 0, healthy))
    for (const { source, event } of page) counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  return counter.drain(all, 0).profiles;
}

/**
 * That embeddings go through a store and back: a baseline made from stored events is that of the events themselves, what is
 * counted of them is kept, and what has moved is found.
 * @param open gives an empty store; it is closed after each test
 */
export function storedEmbeddingContract(
  name: string,
  open: () => Promise<{ store: Both; close: () => Promise<void> }>,
): void {
  describe(`${name} with embeddings`, () => {
    const events = stream();
    let store: Both;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
      await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
    });
    afterEach(() => close());

    it('gives a baseline, the same as the events themselves, and finds what moved', async () => {
      const baseline = await baselineFrom(() => store.telemetry.eventsOf(model, { from: 0, to: healthy * second }));
      expect(baseline.digest).toBe((await baselineFrom(() => [events.slice(0, healthy)])).digest);
      expect(baseline.subjects.find(({ subject }) => subject === 'words')).toMatchObject({ role: 'embedding' });
      await store.detection.putBaseline(baseline);
      expect(await store.detection.baseline(baseline.digest)).toEqual(baseline);

      const profiles = await countedFrom(store.telemetry, baseline);
      await store.detection.putProfiles(profiles);
      const [first, end] = [healthy / 60, all / 60];
      const kept = await store.detection.mergedProfiles(model, baseline.digest, { from: first, to: end });
      const byName = (of: typeof kept) => of.filter(({ subject }) => subject === 'words');
      expect(byName(kept)).toEqual(byName(mergeProfiles(profiles)));

      const policy = policyFor({ baseline, feed: 'events', alarms_per_week: 1 });
      const judge = new Judge({ baseline, feed: 'events', policy });
      const found: Finding[] = [];
      for (let tick = first; tick < end; tick++)
        found.push(
          ...judge.take(
            tick,
            kept.filter((profile) => profile.tick === tick),
          ).findings,
        );
      const alarms = found.filter(({ tier }) => tier === 'alarm');
      expect(new Set(alarms.map(({ subject }) => subject))).toEqual(new Set(['words']));
      expect(alarms[0]).toMatchObject({ detector: 'feature drift', role: 'embedding', statistic: 'mmd' });
      expect(alarms[0]!.raised_at.event).toBeGreaterThanOrEqual(changed);
    });
  });
}
