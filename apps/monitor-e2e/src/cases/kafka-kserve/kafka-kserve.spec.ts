import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Bus, Message } from '@anchorwatch/bus';
import { kafkaHere, openBroker, type Broker } from '../../product/kafka-broker.js';
import { producerOf } from '../../product/kafka-course.js';
import { FOUR, Installation } from '../../product/kafka-installation.js';
import { ask } from '../../product/kafka-store.js';
import { tempFolder } from '../../product/temp-folder.js';
import { until } from '../../product/until.js';

jest.setTimeout(180_000);

const TOPIC = 'knative.inference-log';
const PAIRS = 1_000;
const AT = Date.UTC(2001, 1, 3, 12);
/** A quarter of an hour, three times what a half waits for the other: the partitions are read in any order. */
const STEP_MS = 1_000;
/** Ten minutes later nobody waits any more. */
const LATE = PAIRS + 600;

(kafkaHere.run ? describe : describe.skip)("KServe's inference log on a Kafka topic", () => {
  const folder = tempFolder('kafka-kserve');
  let broker: Broker;
  let bus: Bus;
  let installation: Installation;

  beforeAll(async () => {
    broker = await openBroker();
    bus = producerOf(broker.brokers);
    installation = await Installation.start({
      layout: FOUR,
      folder,
      brokers: broker.brokers,
      env: { ANCHORWATCH_KAFKA_KSERVE_TOPICS: TOPIC, ANCHORWATCH_DETECTION_IDLE_AFTER: '3s' },
    });
  });

  afterAll(async () => {
    await installation?.stop();
    await bus?.close();
    await broker?.stop();
    folder.remove();
  });

  it('becomes one event a row, whichever half comes first, in binary and structured mode, from any partition', async () => {
    const halves = Array.from({ length: PAIRS }, (_, pair) => [request(pair), response(pair)]);
    // Every second pair is answered before it is asked.
    const messages = halves.flatMap((both, pair) => (pair % 2 === 0 ? both : [...both].reverse()));
    await bus.publish(TOPIC, messages);
    await until('all pairs to be stored', async () => (await counts()).ok === 2 * PAIRS);
    expect(await counts()).toEqual({ ok: 2 * PAIRS, error: 0 });
    const [row] = await ask(
      installation.storeUrl,
      `SELECT model, model_version, features_num, prediction_value, latency_ms, toUnixTimestamp64Milli(event_time) AS at
       FROM anchorwatch.inference_events FINAL WHERE event_id = 'pair-7#1'`,
    );
    expect(row).toEqual({
      model: 'iris',
      model_version: 'v3',
      features_num: { length: 7.5, width: 1 },
      prediction_value: 8,
      latency_ms: 25,
      at: AT + 7 * STEP_MS,
    });
  });

  it('counts a request that is never answered as a failed inference, once its time is over', async () => {
    await bus.publish(TOPIC, [request(PAIRS)]);
    await until('the lone request to wait', async () => (await waiting()) === 1);
    // The stream's time is that of its slowest partition: all of them go on.
    for (let pair = LATE; pair < LATE + 64; pair++) await bus.publish(TOPIC, [request(pair), response(pair)]);
    await until('the lone request to be given up', async () => (await counts()).error > 0);
    await until('the later pairs', async () => (await counts()).ok === 2 * (PAIRS + 64));
    const failed = await ask(
      installation.storeUrl,
      `SELECT event_id, status, error_type FROM anchorwatch.inference_events FINAL WHERE status = 'error' ORDER BY event_id`,
    );
    expect(failed).toEqual(
      [0, 1].map((row) => ({ event_id: `pair-${PAIRS}#${row}`, status: 'error', error_type: 'no response' })),
    );
  });

  it('is not held up by partitions that fall silent', async () => {
    const lone = LATE + 100;
    await bus.publish(TOPIC, [request(lone)]);
    await until('the lone request to wait', async () => (await waiting()) === 1);
    // One partition goes on, the seven others say nothing any more.
    const later = [lone + 600, lone + 1_200].flatMap((pair) => [request(pair), response(pair)]);
    await bus.publish(
      TOPIC,
      later.map((message) => ({ ...message, partition: 0 })),
    );
    await until('the lone request to be given up', async () => (await counts()).error === 4);
    expect(await counts()).toEqual({ ok: 2 * (PAIRS + 64 + 2), error: 4 });
  });

  it('answers a message that is no such half with a reason', async () => {
    await bus.publish(TOPIC, [{ key: null, value: Buffer.from('{}'), headers: { ce_type: 'a.b.c', ce_id: 'x' } }]);
    const { rejections } = await until('the rejection', async () => {
      const found = await installation.client().get<{ rejections: { reason: string }[] }>('/rejections');
      return found.rejections.length > 0 && found;
    });
    expect(rejections).toHaveLength(1);
  });

  async function waiting(): Promise<number> {
    const sql = 'SELECT count() AS halves FROM anchorwatch.halves FINAL WHERE NOT dropped';
    const [row] = await ask(installation.storeUrl, sql);
    return Number(row?.['halves']);
  }

  async function counts(): Promise<{ ok: number; error: number }> {
    const [row] = await ask(
      installation.storeUrl,
      `SELECT countIf(status = 'ok') AS ok, countIf(status = 'error') AS error
       FROM anchorwatch.inference_events FINAL WHERE model = 'iris'`,
    );
    return { ok: Number(row?.['ok']), error: Number(row?.['error']) };
  }
});

if (!kafkaHere.run) it.skip(kafkaHere.skipped, () => undefined);

/** Halves of one pair lie on different partitions: the logger does not key by id. */
function request(pair: number): Message {
  const lengths = { name: 'length', datatype: 'FP64', shape: [2], data: [pair, pair + 0.5] };
  const widths = { name: 'width', datatype: 'FP64', shape: [2], data: [0.5, 1] };
  return half(pair, 'request', AT + pair * STEP_MS, { inputs: [lengths, widths] }, pair % 8);
}

function response(pair: number): Message {
  const outputs = [{ name: 'predict', datatype: 'FP64', shape: [2], data: [pair, pair + 1] }];
  const body = { model_name: 'iris', model_version: 'v3', outputs };
  return half(pair, 'response', AT + pair * STEP_MS + 25, body, (pair + 3) % 8);
}

/** Pairs of even number speak in binary mode, the others in structured mode. */
function half(pair: number, side: string, time: number, data: unknown, partition: number): Message {
  const attributes = {
    specversion: '1.0',
    id: `pair-${pair}`,
    type: `org.kubeflow.serving.inference.${side}`,
    source: 'http://localhost:9081/',
    time: new Date(time).toISOString(),
    inferenceservicename: 'iris',
    namespace: 'default',
    component: 'predictor',
    endpoint: 'default',
  };
  if (pair % 4 < 2) {
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, text]) => [`ce_${name}`, text]));
    const value = Buffer.from(JSON.stringify(data));
    return { key: null, partition, value, headers: { ...headers, 'content-type': 'application/json' } };
  }
  const value = Buffer.from(JSON.stringify({ ...attributes, datacontenttype: 'application/json', data }));
  return { key: null, partition, value, headers: { 'content-type': 'application/cloudevents+json' } };
}
