import { MemoryCompromiseStore, type FeedbackCalibration } from '@anchorwatch/compromise';
import { makeBaseline, PartitionCounter, type Baseline } from '@anchorwatch/detection';
import { MemoryDetectionStore, type Store } from '@anchorwatch/store';
import {
  MemoryTelemetryStore,
  type InferenceEvent,
  type Label,
  type StoredEvent,
  type StoredLabel,
} from '@anchorwatch/telemetry';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { calibrateWatches, watchesOf } from '../compromise/calibrated-watches.js';
import { askedQuestions, MODEL } from './asked-questions.fixture.js';
import { FeedbackStream, type FeedbackStreamOptions, type RecordedFeedback } from './feedback-stream.js';
import { flippedBy, givenLabels } from './given-labels.fixture.js';

const TICK = 20_000;
const [HEALTHY, ALL] = [4_000, 7_000];
const events = askedQuestions(3, ALL);
const labels = givenLabels(7, events, flippedBy('desk-3', HEALTHY));
const [EVENTS, LABELS] = ['inference.events', 'inference.labels'];
const END = (ALL * 1_000) / TICK + 10;
/** Labels that came after the baseline, about what was asked after it. */
const WATCHED = ALL - HEALTHY;

type Stores = Pick<Store, 'detection' | 'telemetry' | 'feedback'>;
let baseline: Baseline;
let calibration: FeedbackCalibration;

const place = (topic: string, at: number, partitions: number) => ({
  topic,
  partition: at % partitions,
  offset: Math.floor(at / partitions),
  part: 0,
});
const placedEvents = (list: readonly InferenceEvent[], partitions: number): StoredEvent[] =>
  list.map((event, at) => ({ event, source: place(EVENTS, at, partitions) }));
const placedLabels = (list: readonly Label[], partitions: number): StoredLabel[] =>
  list.map((label, at) => ({ label, source: place(LABELS, at, partitions) }));

beforeAll(async () => {
  const healthy = {
    model: MODEL,
    model_version: '1',
    tick: { kind: 'time', ms: TICK },
    events: () => [placedEvents(events.slice(0, HEALTHY), 1)],
  } as const;
  const given = () => [placedLabels(labels.slice(0, HEALTHY), 1)];
  const watches = await calibrateWatches(healthy, given);
  calibration = watches.labels!;
  baseline = await makeBaseline({
    ...healthy,
    made_from: 'the healthy part',
    segment_fields: [],
    ...watchesOf(watches),
    labels: given,
  });
});

interface Given {
  readonly partitions?: number;
  readonly asked?: readonly InferenceEvent[];
  readonly said?: readonly Label[];
}

/** Stores that hold everything, with what came after the baseline counted against it. */
async function stored({ partitions = 1, asked = events, said = labels }: Given = {}): Promise<Stores> {
  const stores = {
    detection: new MemoryDetectionStore(),
    telemetry: new MemoryTelemetryStore(300),
    feedback: new MemoryCompromiseStore<FeedbackCalibration>(),
  };
  const [all, truth] = [placedEvents(asked, partitions), placedLabels(said, partitions)];
  await stores.telemetry.append({ events: all, labels: truth, rejections: [] }, { fresh: true });
  const inForce = (time: number) => (time >= HEALTHY * 1_000 ? [baseline] : []);
  for (let partition = 0; partition < partitions; partition++)
    for (const feed of ['events', 'labels'] as const) {
      const counter = new PartitionCounter({
        topic: feed === 'events' ? EVENTS : LABELS,
        partition,
        feed,
        lateness_ms: 0,
        baselineOf: (_model, version, time) => (version === '1' ? inForce(time)[0] : undefined),
        baselinesOf: (_model, time) => inForce(time),
      });
      for (const { source, event } of feed === 'events' ? all : [])
        if (source.partition === partition) counter.takeEvent(source, event);
      for (const { source, label } of feed === 'labels' ? truth : [])
        if (source.partition === partition) counter.takeLabel(source, label);
      counter.takeWatermark(Infinity);
      await stores.detection.putProfiles(counter.drain(ALL, 0).profiles);
    }
  return stores;
}

const optionsOf = (store: Stores, change: Partial<FeedbackStreamOptions> = {}): FeedbackStreamOptions => ({
  baseline,
  calibration,
  store,
  salt: 'a salt',
  shareAt: () => ({ budget: { alarms: 0.05, labels: 10_000 }, most: Infinity, below: Infinity }),
  belongs: (version) => version === '1',
  refused: (reason) => {
    throw new Error(reason);
  },
  ...change,
});
const quiet = async () => undefined;

async function watch(options: FeedbackStreamOptions, end = END) {
  return (await FeedbackStream.open(options)).upTo(end, quiet);
}

async function outcome({ detection, feedback }: Stores) {
  const findings = await detection.findings({ model: MODEL, limit: 100 });
  const ticks = await feedback.watchedTicks({ model: MODEL, from: 0, to: 1e9, limit: 1e4 });
  return { findings, ticks, judgement: await detection.judgement(MODEL, baseline.digest, 'feedback') };
}

async function undisturbed(store: Stores) {
  expect(await watch(optionsOf(store))).toBe('done');
  return outcome(store);
}

describe('the labels about a baseline’s questions under watch', () => {
  it('are all read, once, and accuse the desk that turns three of ten', async () => {
    const { findings, ticks, judgement } = await undisturbed(await stored());
    expect(new Set(findings.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    for (const { kind, detector, baseline: against, raised_at, tick } of findings) {
      expect([kind, detector, against]).toEqual(['poisoning', 'compromise', baseline.digest]);
      expect(tick).toBe(Math.floor(raised_at.time / TICK));
      expect(labels[HEALTHY + raised_at.event]!.label_time).toBe(raised_at.time);
    }
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(WATCHED);
    expect(ticks.reduce((sum, { spent }) => sum + spent, 0)).toBeCloseTo((0.05 * WATCHED) / 10_000, 9);
    expect(JSON.parse(judgement!.state)).toEqual({ labels: WATCHED, read: WATCHED, sources_let_go: 0 });
  });

  it('give the same however they are cut, over one partition or eight, and by whoever goes on', async () => {
    const expected = await undisturbed(await stored());
    expect(await undisturbed(await stored({ partitions: 8 }))).toEqual(expected);
    const shaken = await stored();
    for (const end of [211, 239, 240, 301, END]) await watch(optionsOf(shaken, { labelsAMemory: 400 }), end);
    expect(await shaken.feedback.memory(MODEL, baseline.digest)).toMatchObject({ model: MODEL });
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
    const store = { ...whole, detection: shaky(whole.detection), feedback: shaky(whole.feedback) };
    let falls = 0;
    for (let end = 205; end <= END;) {
      try {
        await watch(optionsOf(store, { labelsAMemory: 300 }), end);
        end += 15;
      } catch {
        falls++;
      }
    }
    await watch(optionsOf(whole));
    expect(falls).toBeGreaterThan(2);
    expect(await outcome(whole)).toEqual(expected);
  });

  it('are read as far as the budget of computation lets pass, and the rest is counted', async () => {
    const shareAt = () => ({ budget: { alarms: 0.05, labels: 10_000 }, most: 12, below: Infinity });
    const store = await stored();
    const recorded: RecordedFeedback[] = [];
    const stream = await FeedbackStream.open(optionsOf(store, { shareAt }));
    await stream.upTo(END, async (given) => void (given && recorded.push(given)));
    const { ticks, judgement } = await outcome(store);
    expect(ticks.map(({ questions, scored }) => [questions, scored])).toEqual(ticks.map(() => [20, 12]));
    const state = { labels: WATCHED, read: (WATCHED * 12) / 20, sources_let_go: 0 };
    expect(JSON.parse(judgement!.state)).toEqual(state);
    expect(recorded.at(-1)!.state).toEqual(state);
    const again = await stored({ partitions: 3 });
    for (const end of [217, 239, END]) await watch(optionsOf(again, { shareAt, labelsAMemory: 300 }), end);
    expect(await outcome(again)).toEqual(await outcome(store));
  });

  it('are held to the budget in force at each tick', async () => {
    const spends = (below: number, first: number) => (tick: number) => ({
      budget: { alarms: tick < below ? first : 0.05, labels: 10_000 },
      most: Infinity,
      below: tick < below ? below : Infinity,
    });
    const poor = await stored();
    await watch(optionsOf(poor, { shareAt: spends(END, 1e-150) }));
    expect((await outcome(poor)).findings).toEqual([]);
    const later = await stored();
    await watch(optionsOf(later, { shareAt: spends(280, 1e-150) }));
    const found = (await outcome(later)).findings;
    expect(found.length).toBeGreaterThan(0);
    expect(Math.min(...found.map(({ tick }) => tick))).toBeGreaterThanOrEqual(280);
  });

  it('wait until labels and events that were counted are stored', async () => {
    const store = await stored();
    const [all, truth] = [placedEvents(events, 1), placedLabels(labels, 1)];
    for (const [kept, said] of [
      [all, truth.slice(0, 6_000)],
      [all.slice(0, 6_000), truth],
    ] as const) {
      const half = new MemoryTelemetryStore();
      await half.append({ events: kept, labels: said, rejections: [] }, { fresh: true });
      expect(await watch(optionsOf({ ...store, telemetry: half }))).toBe('waits');
      expect((await outcome(store)).ticks).toEqual([]);
    }
  });

  it('are those about counted questions of this version alone, and in time', async () => {
    const late = { ...labels[5_000]!, source: 'late' };
    const asked = events.map((event, at) => (at % 2 === 1 ? { ...event, model_version: '2' } : event));
    const unknown = { ...labels[6_999]!, event_id: 'nothing#0', request_id: 'nothing' };
    // An event that comes after its tick has closed was not counted; whether it is stored by now is chance.
    const lateEvent = { ...events[5_100]!, request_id: 'late', event_id: 'late#0' };
    const about = { ...labels[6_998]!, event_id: 'late#0', request_id: 'late' };
    const store = await stored({ asked: [...asked, lateEvent], said: [...labels, unknown, about, late] });
    await watch(optionsOf(store));
    const { ticks } = await outcome(store);
    expect(ticks.reduce((sum, { questions }) => sum + questions, 0)).toBe(WATCHED / 2);
  });

  it('go on with nobody remembered where no program can read the memory that is kept', async () => {
    const store = await stored();
    await watch(optionsOf(store, { labelsAMemory: 300 }), 228);
    const kept = (await store.feedback.memory(MODEL, baseline.digest))!;
    await store.feedback.putMemory({ ...kept, body: kept.body.map((byte) => byte ^ 1) });
    const reasons: string[] = [];
    await watch(optionsOf(store, { refused: (reason) => reasons.push(reason) }));
    expect(reasons).toHaveLength(1);
    const { findings, ticks } = await outcome(store);
    expect(new Set(findings.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(WATCHED);
  });
});
