import type { Message } from '@anchorwatch/bus';
import { MemoryTelemetryStore, decodeTelemetry } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { memoryInfrastructure } from '../../infra/infrastructure.fixture.js';
import { SmallBus } from '../../infra/small-bus.fixture.js';
import { HEADERS, TOPICS } from '../../infra/topics.js';
import { Delivery } from './delivery.js';
import { MeetingPlace } from './meeting-place.js';
import { Translation } from './translation.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const MINUTE = 60_000;
const TOPIC = 'logs';
/** Twenty pairs, ten minutes apart: twice what a half waits. */
const PAIRS = Array.from({ length: 20 }, (_, pair) => ({ id: `pair-${pair}`, time: NOON + pair * 10 * MINUTE }));
const asked = PAIRS.map(({ id, time }) => logged(id, 'request', time, 0));
const answered = PAIRS.map(({ id, time }) => logged(id, 'response', time + 25, 1));

describe('halves from partitions that are read one after the other', () => {
  it('all meet, however far apart their partitions are', async () => {
    const here = await reader();
    for (const message of [...asked, ...answered]) await here.send(message);
    expect(here.told()).toEqual(PAIRS.map(({ id }) => `${id} ok`).sort());
  });

  it('all meet when the reading ends and begins again at any place between', async () => {
    for (const cut of [0, 1, 19, 20, 21, 39]) {
      const telemetry = new MemoryTelemetryStore();
      const messages = [...asked, ...answered];
      const first = await reader({ telemetry });
      for (const message of messages.slice(0, cut)) await first.send(message);
      await first.stop();
      const second = await reader({ telemetry });
      for (const message of messages.slice(cut)) await second.send(message);
      expect([...first.told(), ...second.told()].sort()).toEqual(PAIRS.map(({ id }) => `${id} ok`).sort());
    }
  });

  it('are left out when a reader that was killed sends them again, long after their pairs were made', async () => {
    const here = await reader();
    for (const [at, message] of asked.entries()) for (const half of [message, answered[at]!]) await here.send(half);
    await here.sendAgain('logs/0');
    // An hour later whatever waits is given up.
    for (const partition of [0, 1])
      await here.send(logged(`late-${partition}`, 'request', PAIRS.at(-1)!.time + 60 * MINUTE, partition));
    expect(here.told()).toEqual(PAIRS.map(({ id }) => `${id} ok`).sort());
  });

  it('are given up once every partition that is not idle has passed them, and not before', async () => {
    const here = await reader();
    await here.send(logged('lone', 'request', NOON, 0));
    for (const message of asked.slice(1)) await here.send(message);
    expect(here.told()).toEqual([]);
    await here.send(logged('pair-1', 'response', PAIRS[1]!.time, 1));
    expect(here.told()).toEqual(['lone error', 'pair-1 ok']);
  });

  it('are not held for ever by a partition without halves', async () => {
    const here = await reader();
    for (const message of asked) await here.send(message);
    await here.passes(59_999);
    expect(here.told()).toEqual([]);
    await here.passes(1);
    // Both partitions have been read to their ends: only what has come within the last minutes may still be answered.
    expect(here.told()).toEqual(
      PAIRS.slice(0, -1)
        .map(({ id }) => `${id} error`)
        .sort(),
    );
  });

  it('all meet when everything was idle before they came, and are given their time', async () => {
    const here = await reader();
    await here.passes(60_000);
    await here.passes(59_999);
    for (const message of asked) await here.send(message);
    await here.passes(1);
    for (const message of answered) await here.send(message);
    expect(here.told()).toEqual(PAIRS.map(({ id }) => `${id} ok`).sort());
  });

  it('wait again for a partition that was idle, from its next half on', async () => {
    const here = await reader();
    await here.send(logged('early', 'response', NOON, 1));
    await here.passes(60_000);
    await here.send(logged('early', 'request', NOON, 1));
    for (const message of asked.slice(1)) await here.send(message);
    for (const message of answered.slice(1)) await here.send(message);
    expect(here.told().filter((text) => text.endsWith('error'))).toEqual([]);
  });
});

describe('the words of translation', () => {
  it('say at the start that every partition is there, and at every assignment that it is awaited', async () => {
    const here = await reader();
    const there = (partition: number) => ({ source: `${TOPIC}/${partition}`, time: 0, idle: false });
    expect(here.words()).toEqual([[there(0), there(1)], [there(0)], [there(1)]]);
  });

  it('are sent again until they arrive', async () => {
    let fails = false;
    const here = await reader({ fails: () => fails });
    const before = here.words().length;
    fails = true;
    await here.passes(60_000);
    expect(here.words()).toHaveLength(before);
    fails = false;
    await here.passes(1);
    expect(here.words().slice(before)).toEqual([[0, 1].map((at) => ({ source: `logs/${at}`, time: 0, idle: true }))]);
    await here.passes(59_999);
    expect(here.words()).toHaveLength(before + 1);
    // Others may have woken those who wait meanwhile.
    await here.passes(1);
    expect(here.words()).toHaveLength(before + 2);
  });

  it('are few: one for each half minute of event time of a partition', async () => {
    const here = await reader();
    const before = here.words().length;
    for (let second = 0; second < 90; second++)
      await here.send(logged(`id-${second}`, 'request', NOON + second * 1_000, 0));
    const times = here.words().slice(before);
    expect(times).toEqual(
      [0, 30, 60].map((second) => [{ source: 'logs/0', time: NOON + second * 1_000, idle: false }]),
    );
  });
});

/** A process that translates and pairs, over two partitions of the foreign topic and one where halves meet. */
async function reader(given: { telemetry?: MemoryTelemetryStore; fails?: () => boolean } = {}) {
  const telemetry = given.telemetry ?? new MemoryTelemetryStore();
  const { next } = await telemetry.waitingHalves(0);
  const bus = new SmallBus({ firstOffsets: async (topic) => (topic === TOPICS.halves ? next : 0), fails: given.fails });
  await bus.ensureTopics([
    { topic: TOPIC, partitions: 2 },
    { topic: TOPICS.halves, partitions: 1 },
  ]);
  const env = { ANCHORWATCH_KAFKA_KSERVE_TOPICS: TOPIC };
  const infrastructure = await memoryInfrastructure({ bus, telemetry, env });
  const delivery = new Delivery(infrastructure);
  const place = new MeetingPlace(infrastructure, delivery, 1);
  const pairing = await bus.subscribe({
    group: 'anchorwatch-pair',
    topics: [TOPICS.halves],
    startFrom: (_, partition) => place.open(partition),
    handle: (batch) => place.handle(batch),
  });
  let now = 0;
  const translation = new Translation(infrastructure, delivery, 1, () => now);
  const translating = await translation.start();
  return {
    send: (message: Message) => bus.publish(TOPIC, [message]),
    /** All halves of one partition that were sent on, once more. */
    async sendAgain(source: string) {
      const halves = bus.sent.filter(({ headers }) => headers?.[HEADERS.source] === source);
      await bus.publish(TOPICS.halves, halves);
    },
    /** Wall clock passes without a message. */
    async passes(ms: number) {
      now += ms;
      await translation.tellIdle();
    },
    async stop() {
      translation.stop();
      await translating.close();
      await pairing.close();
    },
    /** Events, as text, each once: a process that ends may say twice what it said last. */
    told: () =>
      [
        ...new Set(
          bus.sent.flatMap(({ topic, value, headers }) => (topic === TOPICS.events ? eventsIn(value, headers) : [])),
        ),
      ].sort(),
    words: () =>
      bus.sent.flatMap(({ headers, value }): unknown[] =>
        headers?.[HEADERS.positions] === undefined ? [] : [JSON.parse(value.toString('utf8'))],
      ),
  };
}

function eventsIn(value: Buffer, headers: Message['headers']): string[] {
  if (headers?.[HEADERS.rejection] !== undefined) return ['rejected error'];
  const options = { pseudonymise: (name: string) => name, now: Date.now(), principal_hashed: true };
  return decodeTelemetry(value, 'application/json', options).map((record) =>
    record.kind === 'event' ? `${record.event.request_id} ${record.event.status}` : record.kind,
  );
}

function logged(id: string, side: 'request' | 'response', time: number, partition: number): Message {
  const tensor = { name: side, datatype: 'FP64', shape: [1, 1], data: [1] };
  const headers = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: `org.kubeflow.serving.inference.${side}`,
    ce_source: 'http://localhost:9081/',
    ce_time: new Date(time).toISOString(),
    ce_inferenceservicename: 'iris',
    ce_namespace: 'default',
    'content-type': 'application/json',
  };
  const body = side === 'request' ? { inputs: [tensor] } : { model_name: 'iris', outputs: [tensor] };
  return { key: null, partition, value: Buffer.from(JSON.stringify(body)), headers };
}
