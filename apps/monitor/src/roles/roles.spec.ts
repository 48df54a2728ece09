import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBus } from '@anchorwatch/bus';
import { keyedHashes } from '@anchorwatch/compromise';
import { MemoryLedgerStore } from '@anchorwatch/governance';
import { foldIncidents } from '@anchorwatch/incidents';
import { scenario } from '@anchorwatch/scenarios';
import { MemoryDetectionStore, type Store } from '@anchorwatch/store';
import { MemoryTelemetryStore, encodeNative, type InferenceEvent } from '@anchorwatch/telemetry';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/load.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { makeLogger } from '../infra/log.js';
import { Metrics } from '../infra/metrics.js';
import { TOPICS } from '../infra/topics.js';
import { watermarks } from '../replay/sender.js';
import { Counting } from './counting.js';
import { TelemetryDecoder } from './decode.js';
import { Ingest } from './ingest.js';
import { Judging } from './judging.js';
import { streamOf } from './ledger-view.js';
import { Lifecycle } from './lifecycle.js';
import { PlaybookShelf } from './playbook-shelf.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';
import { RegisterView } from './register-view.js';
import { Respond } from './respond.js';

const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-roles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODEL = 'credit';
const HEALTHY = 3_000;
const ALL = 4_500;
const BREAKS_AT = 3_750;
/** One event a second from 2001 on; `amount` is reported in another unit from event 3,750 on. */
const events: readonly InferenceEvent[] = [
  ...scenario(7, {
    model: MODEL,
    events: ALL,
    changes: [{ at: BREAKS_AT, kind: 'scale', feature: 'amount', factor: 1.609 }],
  }),
];

/** Stores that live on while processes come and go. */
function stores() {
  return {
    telemetry: new MemoryTelemetryStore(),
    detection: new MemoryDetectionStore(),
    ledger: new MemoryLedgerStore(),
  };
}
type Stores = ReturnType<typeof stores>;

/** The same stores, of which every `each`-th call fails before or after it has done its work. */
function failing(whole: Stores, each: number): Stores {
  let calls = 0;
  const wrap = <T extends object>(store: T): T =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (!/^(append|put)/.test(String(name))) return member.bind(target) as unknown;
        return async (...words: unknown[]) => {
          calls++;
          if (calls % (2 * each) === 0) throw new Error('out before the write');
          const done: unknown = await member.apply(target, words);
          if (calls % (2 * each) === each) throw new Error('out after the write');
          return done;
        };
      },
    });
  return { telemetry: wrap(whole.telemetry), detection: wrap(whole.detection), ledger: wrap(whole.ledger) };
}

async function roles(given: Stores) {
  const loaded = await loadConfig(undefined, {
    ANCHORWATCH_LOG_LEVEL: 'silent',
    ANCHORWATCH_DATA_DIR: folder,
    ANCHORWATCH_RESPOND_PLAYBOOKS_DIR: folder,
  });
  if (loaded.kind !== 'ok') throw new Error('the configuration is sound');
  const store = { ...given, ping: async () => undefined, close: async () => undefined } as unknown as Store;
  const bus = new MemoryBus({
    partitions: 2,
    firstOffsets: async (topic, partition) =>
      topic === TOPICS.events || topic === TOPICS.labels ? given.telemetry.nextOffset(topic, partition) : 0,
    pause: async () => undefined,
  });
  const log = makeLogger('silent');
  const hashes = keyedHashes('a secret of the specs');
  const infrastructure = new Infrastructure(loaded.config, store, bus, log, new Metrics(), (name) => name, hashes);
  const decoder = new TelemetryDecoder(infrastructure.pseudonymise, 3_600_000);
  const lifecycle = new Lifecycle(infrastructure, [
    new Ingest(infrastructure, decoder),
    new Counting(infrastructure, decoder, new RegisterView(store)),
    new Judging(infrastructure, new RegisterView(store)),
    new Respond(infrastructure, new PlaybookShelf(folder, log)),
  ]);
  await lifecycle.onApplicationBootstrap();
  return { bus, stop: () => lifecycle.onApplicationShutdown() };
}

async function send(bus: MemoryBus, from: number, to: number, batch: number): Promise<void> {
  for (let at = from; at < to; at += batch) {
    const messages = events
      .slice(at, Math.min(to, at + batch))
      .map((event) => ({ key: event.request_id, value: encodeNative(event) }));
    await bus.publish(TOPICS.events, messages);
  }
}

async function end(bus: MemoryBus): Promise<void> {
  const last = events[events.length - 1]!.event_time;
  for (const topic of [TOPICS.events, TOPICS.labels])
    await bus.publish(topic, await watermarks(bus, topic, last + 3_600_000));
}

async function outcome(given: Stores) {
  const totals = await given.telemetry.totals();
  const findings = await given.detection.findings({ model: MODEL, limit: 1_000 });
  const incidents = foldIncidents(await given.ledger.read(streamOf(MODEL)));
  return {
    totals,
    findings: findings.map(({ id, tier, subject, statistic, value, ended_at }) => ({
      id,
      tier,
      subject,
      statistic,
      value,
      ended: ended_at?.time,
    })),
    incidents: [...incidents.values()].map(({ id, kind, findings: members }) => ({ id, kind, members })),
  };
}

describe('the roles on one bus', () => {
  it('turn telemetry into an incident that names the fault, and nothing stops or doubles it', async () => {
    const undisturbed = stores();
    await promoteBaseline(undisturbed, MODEL, events.slice(0, HEALTHY));
    const house = await roles(undisturbed);
    await send(house.bus, HEALTHY, ALL, 500);
    await end(house.bus);
    await house.stop();
    const expected = await outcome(undisturbed);
    expect(expected.totals).toEqual({ events: ALL - HEALTHY, labels: 0, rejections: 0 });
    expect(expected.incidents).toMatchObject([{ kind: 'data fault' }]);
    expect(expected.findings.filter((finding) => finding.tier === 'alarm').map((finding) => finding.subject)).toContain(
      'amount',
    );

    // The same telemetry in other batches, with a process that ends and another that goes on in the middle.
    const restarted = stores();
    await promoteBaseline(restarted, MODEL, events.slice(0, HEALTHY));
    const first = await roles(restarted);
    await send(first.bus, HEALTHY, 3_888, 333);
    await first.stop();
    const second = await roles(restarted);
    await send(second.bus, 3_888, ALL, 97);
    await end(second.bus);
    await second.stop();
    expect(await outcome(restarted)).toEqual(expected);

    // The same again, and every fifth write fails: half of those after it was done.
    const shaken = stores();
    await promoteBaseline(shaken, MODEL, events.slice(0, HEALTHY));
    const stubborn = await roles(failing(shaken, 5));
    await send(stubborn.bus, HEALTHY, ALL, 500);
    await end(stubborn.bus);
    await stubborn.stop();
    expect(await outcome(shaken)).toEqual(expected);
  }, 120_000);

  it('store the telemetry of a model nobody registered, and find nothing', async () => {
    const unknown = stores();
    const house = await roles(unknown);
    await send(house.bus, 0, 500, 100);
    await end(house.bus);
    await house.stop();
    expect(await outcome(unknown)).toEqual({
      totals: { events: 500, labels: 0, rejections: 0 },
      findings: [],
      incidents: [],
    });
  });
});
