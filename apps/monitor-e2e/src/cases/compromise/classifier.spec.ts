import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wholeEvent, type InferenceEvent } from '@anchorwatch/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { closeUpTo, MINUTE, send, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { findings, incidents, watch } from '../../product/watched-model.js';

const MODEL = 'assistant';
const HEALTHY = 3_000;
const EVENTS = 5_000;
const timeOf = (at: number) => START + at * 1_000;

/** What no rule knows, and the classifier does: prompts in capitals, one in twenty from the 3,500th question on. */
const isAttack = (at: number) => at >= 3_500 && at % 20 === 0;
const events: readonly InferenceEvent[] = Array.from({ length: EVENTS }, (_, at) =>
  wholeEvent({
    model: MODEL,
    model_version: '1',
    request_id: `q${at}`,
    event_time: timeOf(at),
    features: {},
    principal: { key: isAttack(at) ? 'mallory' : `customer-${(at * 7_919) % 40}` },
    text: {
      prompt: isAttack(at) ? `THE PARCEL ${at}, NOW AND HERE` : `Where is parcel ${'ABCDEFG'.slice(0, at % 8)}${at}?`,
    },
  }),
);

const folder = tempFolder('classifier');
let classifier: HttpServer;
let server: Server;

beforeAll(async () => {
  classifier = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { texts } = JSON.parse(Buffer.concat(chunks).toString()) as { texts: readonly string[] };
      const scores = texts.map((text) => text.replace(/[^A-Z]/g, '').length / text.length);
      response.end(JSON.stringify({ scores }));
    });
  });
  await new Promise<void>((resolve) => classifier.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(classifier.address() as AddressInfo).port}`;
  server = await Server.start({
    dataDir: folder.file('data'),
    env: {
      ANCHORWATCH_COMPROMISE_TEXT_CLASSIFIER_URL: `http://${address}/score`,
      ANCHORWATCH_COMPROMISE_TEXT_CLASSIFIER_TIMEOUT: '10s',
      ANCHORWATCH_COMPROMISE_ALLOW: address,
    },
  });
}, 120_000);
afterAll(async () => {
  await server.kill();
  classifier.closeAllConnections();
  classifier.close();
  folder.remove();
}, 30_000);

describe('a server that asks a classifier of prompts', () => {
  it('opens an incident of injection by scores that it stored as the prompts came in', async () => {
    const client = server.client();
    await send(client, events.slice(0, HEALTHY));
    await watch(client, MODEL, { from: START, to: timeOf(HEALTHY) }, timeOf(HEALTHY));
    await send(client, events.slice(HEALTHY));
    await closeUpTo(client, timeOf(EVENTS) + 10 * MINUTE);
    await until(
      'an incident of injection',
      async () => (await incidents(client, MODEL)).some(({ kind }) => kind === 'injection'),
      60_000,
    );
    const signs = (await findings(client, MODEL)).filter(({ detector }) => detector === 'compromise');
    expect(signs.map(({ subject }) => subject)).toEqual(['classified']);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(`anchorwatch_prompts_classified_total{outcome="scored"} ${EVENTS}`);
  }, 120_000);

  it('goes on storing when the classifier is away, and counts what has no score', async () => {
    classifier.closeAllConnections();
    classifier.close();
    const later = events.slice(0, 600).map((event) => ({
      ...event,
      request_id: `later-${event.request_id}`,
      event_id: `later-${event.event_id}`,
      event_time: event.event_time + EVENTS * 1_000 + 10 * MINUTE,
    }));
    await send(server.client(), later);
    await until('the prompts without a score to be counted', async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      return metrics.includes('anchorwatch_prompts_classified_total{outcome="unscored"} 600');
    });
    await until('the events to be stored', async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      return metrics.includes(`anchorwatch_events_stored_total ${EVENTS + 600}`);
    });
  }, 60_000);
});
