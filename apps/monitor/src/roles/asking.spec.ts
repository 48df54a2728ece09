import { randomFrom } from '@anchorwatch/stats';
import { scenario } from '@anchorwatch/scenarios';
import type { Prediction, StoredEvent } from '@anchorwatch/telemetry';
import { afterEach, describe, expect, it } from '@jest/globals';
import { probeSchema } from '../config/probes.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import { ServedModel } from '../probing/served-model.fixture.js';
import { AskingsController } from '../http/askings.controller.js';
import { Asking } from './asking.js';
import { LedgerView } from './ledger-view.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';

const MODEL = 'credit';
const HOUR = 3_600_000;
const events = [...scenario(7, { model: MODEL, events: 3_000 })];
const placed = (from = 0): readonly StoredEvent[] =>
  events.map((event, offset) => ({
    event,
    source: { topic: TOPICS.events, partition: 0, offset: from + offset, part: 0 },
  }));

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.close();
});

/** Telemetry of a model, a server that answers as telemetry says, and the part that asks it. */
async function asking(given: Record<string, unknown> = {}) {
  const answers = new Map(events.map(({ features, prediction }) => [JSON.stringify(features), prediction]));
  const state = { change: (answer: Prediction): Prediction => answer, status: 200 };
  const model = await ServedModel.start(({ body }) => {
    const [instance] = (body as { instances: readonly unknown[] }).instances;
    const answer = answers.get(JSON.stringify(instance)) ?? {};
    return { status: state.status, body: { predictions: [state.change(answer)] } };
  });
  started.push(model);
  const bus = new SmallBus();
  const made = await memoryInfrastructure({ bus });
  const probe = probeSchema.parse({ model: MODEL, protocol: 'kserve-v1', url: model.url, every: '10m', ...given });
  const compromise = { ...made.config.compromise, probes: [probe] };
  const infrastructure = new Infrastructure(
    { ...made.config, compromise },
    made.store,
    bus,
    made.log,
    made.metrics,
    made.pseudonymise,
    made.textHashes,
  );
  const { store } = infrastructure;
  await store.telemetry.append({ events: placed(), labels: [], rejections: [] }, { fresh: true });
  const baseline = await promoteBaseline(store, MODEL, events.slice(0, 2_000));
  let now = Date.UTC(2001, 0, 2);
  const open = (seed = 1) =>
    new Asking(infrastructure, { models: () => [MODEL] }, { now: () => now, random: randomFrom(seed) });
  let part = open();
  /** Lets so many hours pass, looking every minute. */
  const pass = async (hours: number) => {
    for (const until = now + hours * HOUR; now < until; now += 60_000) await part.look();
    return store.detection.findings({ model: MODEL, limit: 100 });
  };
  const restart = async (seed: number) => {
    await part.stop();
    part = open(seed);
  };
  const shown = new AskingsController(infrastructure, new LedgerView(store.ledger));
  return { pass, restart, state, model, store, baseline, bus, shown };
}

const other = ({ label, score }: Prediction): Prediction => ({
  label: label === 'yes' ? 'no' : 'yes',
  score: 1 - score!,
});

describe('the role that asks models again', () => {
  it('chooses golden questions of the healthy period, asks them at times drawn by lot, and finds nothing while all is well', async () => {
    const { pass, model, store, baseline } = await asking();
    expect(await pass(12)).toEqual([]);
    const golden = await store.asking.golden(MODEL, baseline.digest);
    expect(golden).toHaveLength(300);
    const healthy = new Set(events.slice(0, 2_000).map(({ event_id }) => event_id));
    expect(golden.every(({ event_id }) => healthy.has(event_id))).toBe(true);
    const askings = await store.asking.askings({ model: MODEL, limit: 10_000 });
    expect(askings).toHaveLength(model.received.length);
    const times = [...new Set(askings.map(({ round, asked_at }) => `${round} ${asked_at}`))];
    // 72 rounds in the mean.
    expect(times.length).toBeGreaterThan(45);
    expect(times.length).toBeLessThan(100);
    expect(new Set(askings.map(({ question }) => question)).size).toBe(300);
  });

  it('finds a swap in the next round, tells of it once, and knows it again after a restart without asking', async () => {
    const { pass, restart, state, store, bus } = await asking();
    expect(await pass(2)).toEqual([]);
    state.change = other;
    const [finding, ...more] = await pass(0.5);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'tampering', subject: 'golden', model_version: '1', ended_at: null });
    const asked = await store.asking.askings({ model: MODEL, limit: 10_000 });
    expect(finding!.evidence.asked![0]!.asked_at).toBeGreaterThan(asked.at(-1)!.asked_at);
    expect(bus.sent.some(({ topic }) => topic === TOPICS.commands)).toBe(true);
    await restart(2);
    state.change = (answer) => answer;
    const [ended, ...others] = await pass(12);
    expect(others).toEqual([]);
    expect([ended!.id, ended!.ended_at === null]).toEqual([finding!.id, false]);
  });

  it('shows over HTTP what was asked and answered, and how the model answers', async () => {
    const { pass, state, baseline, shown } = await asking();
    expect(await shown.state(MODEL)).toMatchObject({
      baselines: [{ baseline: baseline.digest, golden: 0, rounds: 0 }],
    });
    await pass(3);
    state.change = other;
    await pass(1);
    expect(await shown.state(MODEL)).toMatchObject({
      probe: { protocol: 'kserve-v1', every_ms: 600_000 },
      baselines: [{ golden: 300, versions: [{ model_version: '1', determinism: { kind: 'answer' } }] }],
    });
    const { askings, next } = await shown.askings(MODEL, { limit: '2000' });
    expect(next).toBeNull();
    expect([askings[0]!.difference, askings.at(-1)!.difference]).toEqual(['label', 'same']);
    const [first] = (await shown.askings(MODEL, { limit: '1' })).askings;
    const { golden } = await shown.golden(MODEL, baseline.digest);
    const before = golden.find(({ question }) => question === first!.question)!.answer!;
    expect(first!.answer.label).toBe(other(before).label);
    expect(await shown.state('nobody').catch(({ status }) => status)).toBe(404);
  });

  it('records what failed, asks no more of a server that is away, and goes on when it is back', async () => {
    const { pass, state, store, model } = await asking();
    state.status = 503;
    expect(await pass(1)).toEqual([]);
    const failed = await store.asking.askings({ model: MODEL, limit: 1_000 });
    expect(failed.every(({ failure, reason }) => failure === 'refused' && reason.startsWith('HTTP 503'))).toBe(true);
    expect(failed).toHaveLength(3 * new Set(failed.map(({ round }) => round)).size);
    state.status = 200;
    expect(await pass(2)).toEqual([]);
    expect((await store.asking.askings({ model: MODEL, limit: 1 }))[0]!.failure).toBe('');
    expect(model.received.length).toBeGreaterThan(failed.length);
  });

  it('asks nobody of a model without a baseline in force, or that another process judges', async () => {
    const { pass, model } = await asking({ model: 'other' });
    await pass(5);
    expect(model.received).toEqual([]);
  });

  it('finds another artefact under one version, and says when it is over', async () => {
    const { pass, store } = await asking();
    const from = events.at(-1)!.event_time;
    const of = (digest: string, start: number, minutes: number, offset: number): StoredEvent[] =>
      Array.from({ length: minutes }, (_, k) => ({
        event: {
          ...events[k]!,
          artefact_digest: `sha256:${digest.repeat(64)}`,
          event_id: `${digest}${offset + k}`,
          event_time: start + k * 60_000,
        },
        source: { topic: TOPICS.events, partition: 1, offset: offset + k, part: 0 },
      }));
    const append = (more: readonly StoredEvent[]) =>
      store.telemetry.append({ events: more, labels: [], rejections: [] }, { fresh: true });
    await append(of('a', from, 10, 0));
    expect(await pass(0.2)).toEqual([]);
    await append(of('b', from + HOUR, 10, 10));
    const [finding] = await pass(0.2);
    expect(finding).toMatchObject({
      kind: 'tampering',
      subject: 'artefact',
      raised_at: { time: from + HOUR },
      ended_at: null,
    });
    await append(of('a', from + 2 * HOUR, 60, 20));
    const [ended] = await pass(0.2);
    expect(ended).toMatchObject({ id: finding!.id, ended_at: { time: from + HOUR + 9 * 60_000 } });
  });
});
