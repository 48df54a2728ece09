import { Watcher, MemoryCompromiseStore, MemorySummaryStore, type Calibration } from '@anchorwatch/compromise';
import { makeBaseline, PartitionCounter, type Baseline } from '@anchorwatch/detection';
import { MemoryDetectionStore, type Store } from '@anchorwatch/store';
import { MemoryTelemetryStore, type InferenceEvent, type StoredEvent } from '@anchorwatch/telemetry';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { calibrateBeside, watchOf } from '../compromise/calibrate-beside.js';
import { askedQuestions, MODEL } from './asked-questions.fixture.js';
import { WatchedStream, type Recorded, type WatchedStreamOptions } from './watched-stream.js';

const TICK = 20_000;
const [HEALTHY, ALL, BEGINS] = [2_000, 3_400, 2_600];
const events = askedQuestions(3, ALL, BEGINS);
const TOPIC = 'inference.events';
const END = (ALL * 1_000) / TICK + 10;

type Stores = Pick<Store, 'detection' | 'telemetry' | 'compromise' | 'summaries'>;
let baseline: Baseline;
let calibration: Calibration;

const placed = (list: readonly InferenceEvent[], partitions: number): StoredEvent[] =>
  list.map((event, at) => ({
    event,
    source: { topic: TOPIC, partition: at % partitions, offset: Math.floor(at / partitions), part: 0 },
  }));

beforeAll(async () => {
  const healthy = {
    model: MODEL,
    model_version: '1',
    tick: { kind: 'time', ms: TICK },
    events: () => [placed(events.slice(0, HEALTHY), 1)],
  } as const;
  calibration = await calibrateBeside(healthy);
  baseline = await makeBaseline({
    ...healthy,
    made_from: 'the healthy part',
    segment_fields: [],
    compromise: watchOf(calibration),
  });
});

/** Stores that hold everything, with what came after the baseline counted against it. */
async function stored(partitions = 1, list: readonly InferenceEvent[] = events, from = HEALTHY): Promise<Stores> {
  const stores = {
    detection: new MemoryDetectionStore(),
    telemetry: new MemoryTelemetryStore(300),
    compromise: new MemoryCompromiseStore(),
    summaries: new MemorySummaryStore(),
  };
  const all = placed(list, partitions);
  await stores.telemetry.append({ events: all, labels: [], rejections: [] }, { fresh: true });
  for (let partition = 0; partition < partitions; partition++) await count(stores, all, partition, from);
  return stores;
}

async function count(
  { detection }: Stores,
  all: readonly StoredEvent[],
  partition: number,
  from: number,
): Promise<void> {
  const baselineOf = (_model: string, version: string, time: number) =>
    version === '1' && time >= from * 1_000 ? baseline : undefined;
  const counter = new PartitionCounter({ topic: TOPIC, partition, feed: 'events', lateness_ms: 0, baselineOf });
  for (const { source, event } of all) if (source.partition === partition) counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  await detection.putProfiles(counter.drain(ALL, 0).profiles);
}

const optionsOf = (store: Stores, change: Partial<WatchedStreamOptions> = {}): WatchedStreamOptions => ({
  baseline,
  calibration,
  store,
  salt: 'a salt',
  shareAt: () => ({ budget: { alarms: 0.05, questions: 10_000 }, most: Infinity, below: Infinity }),
  belongs: (version) => version === '1',
  refused: (reason) => {
    throw new Error(reason);
  },
  ...change,
});

const open = (options: WatchedStreamOptions) => WatchedStream.open(options, async () => undefined);
const quiet = async () => undefined;

async function outcome(store: Stores) {
  const findings = await store.detection.findings({ model: MODEL, limit: 100 });
  const ticks = await store.compromise.watchedTicks({ model: MODEL, from: 0, to: 1e9, limit: 1e4 });
  const judgement = await store.detection.judgement(MODEL, baseline.digest, 'compromise');
  return { findings, ticks, judgement };
}

async function undisturbed(store: Stores) {
  expect(await (await open(optionsOf(store))).upTo(END, quiet)).toBe('done');
  return outcome(store);
}

describe('the questions of a baseline under watch', () => {
  it('are all read, once, and accuse the one who asks all over the space', async () => {
    const { findings, ticks, judgement } = await undisturbed(await stored());
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.flatMap(({ principals }) => principals))).toEqual(new Set(['mallory']));
    for (const { detector, baseline: against, raised_at, tick } of findings) {
      expect([detector, against]).toEqual(['compromise', baseline.digest]);
      expect(raised_at.time).toBeGreaterThanOrEqual(BEGINS * 1_000);
      expect(tick).toBe(Math.floor(raised_at.time / TICK));
    }
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(ALL - HEALTHY);
    expect(ticks.reduce((sum, { spent }) => sum + spent, 0)).toBeCloseTo((0.05 * (ALL - HEALTHY)) / 10_000, 9);
    expect(JSON.parse(judgement!.state)).toMatchObject({ questions: ALL - HEALTHY, scored: ALL - HEALTHY });
  });

  it('give the same however they are cut, over one partition or three, and by whoever goes on', async () => {
    const expected = await undisturbed(await stored());
    expect(await undisturbed(await stored(3))).toEqual(expected);
    const shaken = await stored();
    for (const end of [104, 131, 150, END]) {
      const stream = await open(optionsOf(shaken, { questionsAMemory: 300 }));
      await stream.upTo(end, quiet);
      expect(await shaken.compromise.memory(MODEL, baseline.digest)).toEqual(
        end === 104 ? undefined : expect.objectContaining({ model: MODEL }),
      );
    }
    expect(await outcome(shaken)).toEqual(expected);
  });

  it('lose and double nothing when every fifth write fails, before or after it was done', async () => {
    const expected = await undisturbed(await stored());
    const whole = await stored();
    let calls = 0;
    const shaky = <T extends object>(store: T): T =>
      new Proxy(store, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          if (!/^put/.test(String(name))) return member.bind(target) as unknown;
          return async (...words: unknown[]) => {
            if (++calls % 10 === 0) throw new Error('out before the write');
            const done: unknown = await member.apply(target, words);
            if (calls % 10 === 5) throw new Error('out after the write');
            return done;
          };
        },
      });
    const store = { ...whole, detection: shaky(whole.detection), compromise: shaky(whole.compromise) };
    let falls = 0;
    for (let end = 105; end <= END;) {
      try {
        await (await open(optionsOf(store, { questionsAMemory: 200 }))).upTo(end, quiet);
        end += 15;
      } catch {
        falls++;
      }
    }
    await (await open(optionsOf(whole))).upTo(END, quiet);
    expect(falls).toBeGreaterThan(2);
    expect(await outcome(whole)).toEqual(expected);
  });

  it('are summed up hour by hour, the same however they are cut and by whoever goes on', async () => {
    const later = events.map((event) => ({ ...event, event_time: event.event_time + 900_000 }));
    const summedUp = async (ends: readonly number[]) => {
      const store = await stored(1, later);
      for (const end of ends) await (await open(optionsOf(store, { questionsAMemory: 300 }))).upTo(end, quiet);
      return store.summaries.points({ model: MODEL, baseline: baseline.digest, limit: 10 });
    };
    const expected = await summedUp([END + 200]);
    expect(expected.map(({ hour, at, questions, scored }) => [hour, at, questions, scored])).toEqual([
      [3_600_000, 4_299_000, 2_300, 2_300],
      [0, 3_599_000, 1_600, 1_600],
    ]);
    expect(expected[0]!.levels[0]).toMatchObject({ level: 'key', known: 41, dropped: 0 });
    expect(await summedUp([120, 180, 190, END + 200])).toEqual(expected);
  });

  it('are read as far as the budget of computation lets pass, and the rest is counted', async () => {
    const shareAt = () => ({ budget: { alarms: 0.05, questions: 10_000 }, most: 12, below: Infinity });
    const store = await stored();
    const recorded: Recorded[] = [];
    const stream = await open(optionsOf(store, { shareAt }));
    await stream.upTo(END, async (given) => void (given && recorded.push(given)));
    const { ticks, judgement } = await outcome(store);
    expect(ticks.map(({ questions, scored }) => [questions, scored])).toEqual(ticks.map(() => [20, 12]));
    const [asked, read] = [ALL - HEALTHY, ((ALL - HEALTHY) * 12) / 20];
    expect(JSON.parse(judgement!.state)).toEqual({ questions: asked, scored: read, principals_let_go: 0 });
    expect(recorded.at(-1)!.state).toEqual(JSON.parse(judgement!.state));
    // Cut otherwise, with a memory on the way, the same ones are read.
    const again = await stored(3);
    for (const end of [117, 139, END])
      await (await open(optionsOf(again, { shareAt, questionsAMemory: 300 }))).upTo(end, quiet);
    expect(await outcome(again)).toEqual(await outcome(store));
  });

  it('are told of as they come where the baseline is in force for what it was made from', async () => {
    const remembered = async (store: Stores) => {
      const { body, ...at } = (await store.compromise.memory(MODEL, baseline.digest))!;
      return [at, Watcher.restore(calibration, { alarms: 0.05, questions: 10_000 }, body).summary()];
    };
    const often = { questionsAMemory: 500 };
    const all = await stored(1, events, 0);
    await (await open(optionsOf(all, often))).upTo(50, quiet);
    await (await open(optionsOf(all, often))).upTo(END, quiet);
    const { ticks } = await outcome(all);
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(ALL);
    // One that begins early finds less of the baseline's events in the store.
    const early = await stored(1, events, 0);
    const half = new MemoryTelemetryStore(300);
    await half.append({ events: placed(events.slice(0, 1_500), 1), labels: [], rejections: [] }, { fresh: true });
    await (await open(optionsOf({ ...early, telemetry: half }, often))).upTo(50, quiet);
    await (await open(optionsOf(early, often))).upTo(END, quiet);
    expect(await remembered(early)).toEqual(await remembered(all));
  });

  it('wait until what was counted is stored', async () => {
    const store = await stored();
    const half = new MemoryTelemetryStore();
    await half.append({ events: placed(events.slice(0, 3_000), 1), labels: [], rejections: [] }, { fresh: true });
    expect(await (await open(optionsOf({ ...store, telemetry: half }))).upTo(END, quiet)).toBe('waits');
    expect((await outcome(store)).ticks).toEqual([]);
  });

  it('are not those that came late, nor those of a version with a baseline of its own', async () => {
    const late = { ...events[2_100]!, request_id: 'late', event_id: 'late#0' };
    const other = events.map((event, at) => (at % 2 === 1 ? { ...event, model_version: '2' } : event));
    const store = await stored(1, [...other, late]);
    await (await open(optionsOf(store))).upTo(END, quiet);
    const { ticks } = await outcome(store);
    expect(ticks.reduce((sum, { questions }) => sum + questions, 0)).toBe((ALL - HEALTHY) / 2);
  });

  it('go on with an empty memory where nobody can read the one that is kept', async () => {
    const store = await stored();
    const first = await open(optionsOf(store, { questionsAMemory: 300 }));
    await first.upTo(128, quiet);
    const kept = (await store.compromise.memory(MODEL, baseline.digest))!;
    await store.compromise.putMemory({ ...kept, body: kept.body.map((byte) => byte ^ 1) });
    const reasons: string[] = [];
    const second = await open(optionsOf(store, { refused: (reason) => reasons.push(reason) }));
    await second.upTo(END, quiet);
    expect(reasons).toHaveLength(1);
    const { findings, ticks } = await outcome(store);
    expect(new Set(findings.flatMap(({ principals }) => principals))).toEqual(new Set(['mallory']));
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(ALL - HEALTHY);
  });
});
