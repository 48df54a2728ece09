import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Bus } from '@anchorwatch/bus';
import { kafkaHere, openBroker, type Broker } from '../../product/kafka-broker.js';
import { EVENTS, messageOf, producerOf, sayWatermark } from '../../product/kafka-course.js';
import { FOUR, Installation } from '../../product/kafka-installation.js';
import { outcomeOf } from '../../product/kafka-store.js';
import type { Incident, IncidentDetails, Overview, Run } from '../../product/records.js';
import { tempFolder } from '../../product/temp-folder.js';
import { poisonedFrom, trainingSteps } from '../../product/training-steps.js';
import { HOUR, MINUTE, START, traffic } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { incidents, judgedUpTo, watch } from '../../product/watched-model.js';
import { startWebhook, type Webhook } from '../../product/webhook.js';

jest.setTimeout(180_000);

const MODEL = 'late-arrivals';
const TRAINING = 'training.metrics';
const HEALTHY = 4 * 3_600;
const STEADY = HEALTHY + 3_600;
const ALL = STEADY + 40 * 60;
const events = traffic({
  model: MODEL,
  events: ALL,
  changes: [{ at: STEADY, kind: 'scale', feature: 'amount', factor: 1.609 }],
});

/** A row that no reader can make sense of, among the valid ones. */
const BROKEN = { key: null, value: Buffer.from('{"model": 7'), headers: { 'content-type': 'application/json' } };

(kafkaHere.run ? describe : describe.skip)('ingest, detect, respond and api as processes of their own', () => {
  const folder = tempFolder('kafka-four');
  let broker: Broker;
  let bus: Bus;
  let webhook: Webhook;
  let installation: Installation;

  beforeAll(async () => {
    broker = await openBroker();
    bus = producerOf(broker.brokers);
    webhook = await startWebhook();
    installation = await Installation.start({
      layout: FOUR,
      folder,
      brokers: broker.brokers,
      env: { ANCHORWATCH_RESPOND_WEBHOOK_URL: webhook.url },
    });
  });

  afterAll(async () => {
    await installation?.stop();
    await webhook?.close();
    await bus?.close();
    await broker?.stop();
    folder.remove();
  });

  it('store what comes through Kafka, each event once, and say what could not be read', async () => {
    await bus.publish(EVENTS, events.slice(0, HEALTHY).map(messageOf));
    await bus.publish(EVENTS, [BROKEN]);
    await until('the healthy traffic to be stored', async () => {
      const { events: stored, rejections } = await installation.client().get<Overview>('/overview');
      return stored === HEALTHY && rejections === 1;
    });
    const dead = await until('the dead letter', async () =>
      (await bus.endOffsets('inference.rejected')).some((end) => end > 0),
    );
    expect(dead).toBe(true);
  });

  it('make a baseline of what is stored and put it in force, asked by REST', async () => {
    const baseline = await watch(installation.client(), MODEL, { from: START, to: START + HEALTHY * 1_000 });
    expect(baseline).toMatchObject({ events: HEALTHY, ticks: 240 });
  });

  it('keep silent while the traffic stays healthy', async () => {
    await bus.publish(EVENTS, events.slice(HEALTHY, STEADY).map(messageOf));
    await sayWatermark(bus, START + STEADY * 1_000);
    await judgedUpTo(installation.client(), MODEL, START + STEADY * 1_000 - 5 * MINUTE);
    expect(await incidents(installation.client(), MODEL)).toEqual([]);
  });

  it('open one incident for the broken feed, and its playbook calls the webhook', async () => {
    await bus.publish(EVENTS, events.slice(STEADY).map(messageOf));
    await sayWatermark(bus, START + ALL * 1_000 + HOUR);
    const run = await waiting();
    const [incident, ...others] = await incidents(installation.client(), MODEL);
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ kind: 'data fault', state: 'open' });
    expect(incident!.subjects).toContain('amount');
    expect(actions()).toContain('keep-evidence');
    for (const { headers, body } of webhook.received) {
      expect(headers['idempotency-key']).toMatch(new RegExp(`^${run.id}/action--`));
      expect(body).toMatchObject({ incident_id: incident!.id, model: MODEL });
    }
  });

  it('go on with the run when the waiting step is approved by REST', async () => {
    const run = await waiting();
    const step = run.steps.find(({ state }) => state === 'waiting')!;
    await installation.client().post(`/runs/${run.id}/steps/${step.step_id}/approve`, { note: 'hold it' });
    await until('the feed to be held back', () => webhook.received.length > actionsBefore(run));
    const after = await installation.client().get<Run>(`/runs/${run.id}`);
    expect(after.steps.find(({ step_id }) => step_id === step.step_id)).toMatchObject({ state: 'succeeded' });
    expect(new Set(webhook.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(
      webhook.received.length,
    );
  });

  it('end with exact counts', async () => {
    const stored = await outcomeOf(installation.storeUrl, MODEL);
    expect(stored).toMatchObject({ events: ALL, physical: ALL, sources: ALL, counted: ALL - HEALTHY });
    for (const member of installation.members.values()) expect(member.falls).toEqual([]);
  });

  it('judge training runs whose steps come through Kafka, and name the source that poisons them', async () => {
    const runs = 4;
    const steps = trainingSteps('loans', runs, poisonedFrom(runs - 1));
    const headers = { 'content-type': 'application/json' };
    const sent = steps.map((step) => ({ key: 'loans', value: Buffer.from(JSON.stringify(step)), headers }));
    await bus.publish(TRAINING, [...sent, { ...BROKEN, key: 'loans' }]);
    const [incident] = await until('the incident', async () => {
      const found = await incidents(installation.client(), 'loans');
      return found.length > 0 && found;
    });
    expect(incident).toMatchObject({ kind: 'poisoning', model: 'loans' });
    const stored = await installation
      .client()
      .get<{ runs: { steps: number; findings: string[] }[] }>('/models/loans/training-runs');
    expect(stored.runs.map((one) => [one.steps, one.findings.length])).toEqual([
      [200, 1],
      ...Array.from({ length: runs - 1 }, () => [200, 0]),
    ]);
    await until('the broken step to be on record', async () => {
      const { rejections } = await installation.client().get<Overview>('/overview');
      return rejections === 2;
    });
  });

  async function waiting(): Promise<Run> {
    return until('the run to wait for a person', async () => {
      const [incident] = await incidents(installation.client(), MODEL);
      if (incident === undefined) return false;
      const { run_details } = await installation.client().get<Incident & IncidentDetails>(`/incidents/${incident.id}`);
      return run_details.find(({ steps }) => steps.some(({ state }) => state === 'waiting'));
    });
  }

  const actions = () => webhook.received.map(({ body }) => body['action']);
  const actionsBefore = (run: Run) =>
    run.steps.filter(({ type, state, name }) => type === 'action' && state === 'succeeded' && !/^Approve/.test(name))
      .length;
});

if (!kafkaHere.run) it.skip(kafkaHere.skipped, () => undefined);
