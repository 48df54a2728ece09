import { makeBaseline, PartitionCounter, policyFor, type Baseline } from '@anchorwatch/detection';
import { scenario } from '@anchorwatch/scenarios';
import { MemoryDetectionStore } from '@anchorwatch/store';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JudgedStream, type StreamOptions } from './judged-stream.js';
import { StoredTicks } from './stored-ticks.js';

const MODEL = 'credit';
const TICK = 20_000;
const HEALTHY = 3_000;
const changes = [{ at: 4_500, kind: 'scale', feature: 'amount', factor: 1.609 }] as const;
const events = [...scenario(7, { model: MODEL, events: 5_000, changes })].map((event, offset): StoredEvent => ({
  source: { topic: 'inference.events', partition: 0, offset, part: 0 },
  event,
}));
const ALL = { below: Infinity, volume_below: Infinity };
const END = Math.floor(events.at(-1)!.event.event_time / TICK) + 1;

describe('a judged stream', () => {
  let baseline: Baseline;
  let ticks: number;

  beforeAll(async () => {
    baseline = await makeBaseline({
      model: MODEL,
      model_version: '',
      made_from: 'the healthy part',
      tick: { kind: 'time', ms: TICK },
      segment_fields: ['country'],
      events: () => [events.slice(0, HEALTHY)],
    });
    ticks = END - Math.floor(events[HEALTHY]!.event.event_time / TICK);
  });

  /** A store in which the rest of the events has been counted. */
  async function counted(): Promise<MemoryDetectionStore> {
    const store = new MemoryDetectionStore();
    const counter = new PartitionCounter({
      topic: 'inference.events',
      partition: 0,
      feed: 'events',
      lateness_ms: 0,
      baselineOf: () => baseline,
    });
    for (const { source, event } of events.slice(HEALTHY)) counter.takeEvent(source, event);
    counter.takeWatermark(Infinity);
    await store.putProfiles(counter.drain(events.length, 0).profiles);
    return store;
  }

  function open(store: MemoryDetectionStore, options: StreamOptions = {}): Promise<JudgedStream> {
    const share = { policy: policyFor({ baseline, feed: 'events', alarms_per_week: 1 }), below: Infinity };
    return JudgedStream.open(store, baseline, 'events', () => share, { verdicts: 'surprising', ...options });
  }

  const outcome = async (store: MemoryDetectionStore) => ({
    findings: await store.findings({ model: MODEL, limit: 1_000 }),
    verdicts: await store.verdicts({ model: MODEL, limit: 1_000_000 }),
    judgement: await store.judgement(MODEL, baseline.digest, 'events'),
  });

  it('says the same in whatever pages it reads, and opened anew in the middle', async () => {
    const whole = await counted();
    await (await open(whole)).upTo(END, ALL, async () => undefined);
    const expected = await outcome(whole);
    expect(expected.findings.length).toBeGreaterThan(0);
    const pieces = await counted();
    for (const ready of [END - 100, END - 43, END]) {
      const read = jest.spyOn(pieces, 'mergedProfiles');
      await (await open(pieces, { ticksAPage: 7 })).upTo(ready, ALL, async () => undefined);
      for (const [, , { from, to }] of read.mock.calls) expect(to - from).toBeLessThanOrEqual(7);
      read.mockRestore();
    }
    expect(await outcome(pieces)).toEqual(expected);
  });

  it('gives others a turn after every tick, opening and judging', async () => {
    const store = await counted();
    const first = await open(store);
    expect(await turnsDuring(() => first.upTo(END - 1, ALL, async () => undefined))).toBeGreaterThanOrEqual(ticks - 1);
    // Nothing that is judged is longer than what the windows of the baseline need.
    expect(await turnsDuring(() => open(store))).toBeGreaterThanOrEqual(Math.min(ticks - 1, 64));
  });

  it('puts verdicts on record before it holds many of them', async () => {
    const store = await counted();
    const put = jest.spyOn(store, 'putVerdicts');
    const judged: number[] = [];
    await (await open(store, { verdicts: 'all' })).upTo(END, ALL, async (_findings, count) => void judged.push(count));
    const sizes = put.mock.calls.map(([verdicts]) => verdicts.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((most, size) => Math.max(most, size))).toBeLessThan(11_000);
    expect(judged.reduce((sum, count) => sum + count)).toBe(ticks);
  });

  it('asks for its first tick until there is one, and only above what it was told of', async () => {
    const store = new MemoryDetectionStore();
    const asked = jest.spyOn(store, 'firstTick');
    const stream = await open(store);
    await stream.upTo(END - 10, ALL, async () => undefined);
    await stream.upTo(END, ALL, async () => undefined);
    expect(asked.mock.calls.map(([, , , from]) => from)).toEqual([undefined, END - 10]);

    const full = await counted();
    const going = await open(full);
    await going.upTo(END - 10, ALL, async () => undefined);
    const again = jest.spyOn(full, 'firstTick');
    await going.upTo(END - 10, ALL, async () => undefined);
    await going.upTo(END, ALL, async () => undefined);
    expect(again).not.toHaveBeenCalled();
  });
});

describe('the ticks of a stream', () => {
  const wide = (series: number) =>
    ({ subjects: [{ profiles: Array.from({ length: series }) }], volume: [{}] }) as unknown as Baseline;
  const aPage = (series: number, most?: number) =>
    new StoredTicks(new MemoryDetectionStore(), wide(series), 'events', most).aPage;

  it('come in pages that are the shorter the more series there are', () => {
    expect(aPage(7)).toBe(512);
    expect(aPage(7, 32)).toBe(32);
    expect(aPage(999)).toBe(20);
    expect(aPage(100_000)).toBe(1);
  });
});

/** How often others had a turn while something was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next: NodeJS.Immediate;
  const turn = (): void => {
    turns++;
    next = setImmediate(turn);
  };
  next = setImmediate(turn);
  await work();
  clearImmediate(next);
  return turns;
}
