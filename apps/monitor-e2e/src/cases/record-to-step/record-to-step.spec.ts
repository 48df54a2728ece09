import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '@anchorwatch/governance';
import { openStore } from '@anchorwatch/store';
import type { Explored, Incident, IncidentDetails, ModelSummary, Overview, Run } from '../../product/records.js';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { HOUR, MINUTE, START, closeUpTo, send, traffic } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { findings, incidents, judgedUpTo, watch } from '../../product/watched-model.js';
import { startWebhook, type Webhook } from '../../product/webhook.js';

const MODEL = 'late-arrivals';
const HEALTHY_HOURS = 4;
const SECONDS_AN_HOUR = 3_600;
const HEALTHY = (HEALTHY_HOURS + 1) * SECONDS_AN_HOUR;
const FAULTY = 40 * 60;

/** Five healthy hours, one event a second; then a feed reports `amount` in another unit. */
const events = traffic({
  model: MODEL,
  events: HEALTHY + FAULTY,
  changes: [{ at: HEALTHY, kind: 'scale', feature: 'amount', factor: 1.609 }],
});

const folder = tempFolder('record-to-step');
let webhook: Webhook;
let server: Server;

beforeAll(async () => {
  webhook = await startWebhook();
  server = await Server.start({ dataDir: folder.path, env: { ANCHORWATCH_RESPOND_WEBHOOK_URL: webhook.url } });
}, 120_000);

afterAll(async () => {
  await server?.kill();
  await webhook?.close();
  folder.remove();
}, 30_000);

describe('one record travels from HTTP to an executed playbook step', () => {
  it('stores the traffic of a model that nobody registered, and shows it', async () => {
    const client = server.client();
    await send(client, events.slice(0, HEALTHY_HOURS * SECONDS_AN_HOUR));
    const { models } = await client.get<{ models: ModelSummary[] }>('/models');
    expect(models).toEqual([
      expect.objectContaining({ model: MODEL, registered: false, state: 'unregistered', events: 14_400 }),
    ]);
  }, 60_000);

  it('puts a baseline of the stored hours in force when a person says so', async () => {
    const client = server.client();
    const baseline = await watch(client, MODEL, { from: START, to: START + HEALTHY_HOURS * HOUR });
    expect(baseline).toMatchObject({ events: 14_400, ticks: 240, promoted: false });
    const model = await client.get<ModelSummary & { baselines: unknown[] }>(`/models/${MODEL}`);
    expect(model).toMatchObject({ registered: true, owner: 'fraud team', state: 'steady' });
    expect(model.baselines).toEqual([
      expect.objectContaining({ promoted: true, effective_from: START + HEALTHY_HOURS * HOUR }),
    ]);
  }, 60_000);

  it('keeps silent while the traffic stays healthy', async () => {
    const client = server.client();
    await send(client, events.slice(HEALTHY_HOURS * SECONDS_AN_HOUR, HEALTHY));
    await closeUpTo(client, START + (HEALTHY_HOURS + 1) * HOUR);
    // Windows stay open for the lateness that is allowed.
    await judgedUpTo(client, MODEL, START + (HEALTHY_HOURS + 1) * HOUR - 5 * MINUTE);
    expect(await incidents(client, MODEL)).toEqual([]);
  }, 60_000);

  it('opens an incident that names the broken feed, within minutes of event time', async () => {
    const client = server.client();
    await send(client, events.slice(HEALTHY));
    await closeUpTo(client, START + HEALTHY * 1_000 + FAULTY * 1_000 + 2 * MINUTE);
    const [incident] = await until('an incident', async () => {
      const found = await incidents(client, MODEL);
      return found.length > 0 && found;
    });
    expect(await incidents(client, MODEL)).toHaveLength(1);
    expect(incident).toMatchObject({ kind: 'data fault', state: 'open', model: MODEL });
    expect(incident!.subjects).toContain('amount');
    const { evidence } = await client.get<IncidentDetails>(`/incidents/${incident!.id}`);
    const alarm = evidence.find(({ tier, subject }) => tier === 'alarm' && subject === 'amount');
    const raised = (alarm?.['raised_at'] as { time: number }).time;
    expect(raised).toBeGreaterThan(START + HEALTHY * 1_000);
    expect(raised).toBeLessThan(START + HEALTHY * 1_000 + HOUR);
  }, 60_000);

  it('runs the matching playbook up to the step that a person has to decide', async () => {
    const run = await waitingRun();
    expect(run.playbook_name).toBe('Data fault');
    expect(named(run, 'Approve: Hold the feed back')).toMatchObject({ state: 'waiting' });
    expect(named(run, 'Keep the evidence')).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(named(run, 'Hold the feed back')).toMatchObject({ state: 'pending' });
    const incident = (await incidents(server.client(), MODEL))[0]!;
    const urgent = ['high', 'critical'].includes(incident.severity);
    expect(said()).toEqual(['keep-evidence', ...(urgent ? ['notify', 'ticket'] : ['ticket'])].sort());
    for (const { headers, body } of webhook.received) {
      expect(headers['idempotency-key']).toMatch(new RegExp(`^${run.id}/action--`));
      expect(body).toMatchObject({ incident_id: incident.id, model: MODEL, kind: 'data fault' });
      // The bins that moved most, with their parts of the PSI.
      expect(body['moved']).toMatch(/amount: .+ is \d+ % instead of .+ of PSI/);
    }
  }, 60_000);

  it('is asked from the command line while it runs, and holds its store', async () => {
    const asked = ['--model', MODEL, '--url', server.url];
    const healthy = `${START}..${START + HEALTHY_HOURS * HOUR}`;
    const faulty = `${START + HEALTHY * 1_000}..`;
    const compared = await run(['compare', 'baseline', faulty, ...asked]);
    expect([compared.status, compared.stderr]).toEqual([3, '']);
    expect(compared.stdout).toMatch(/≠ +amount/);
    const none = await run(['compare', 'baseline', healthy, ...asked, '--subject', 'colour']);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('--subject: the baseline knows no colour')]);
    const stretch = ['--from', String(START + HEALTHY * 1_000), '--to', String(START + (HEALTHY + FAULTY) * 1_000)];
    const again = await run(['what-if', ...asked, ...stretch]);
    expect([again.status, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toContain('Nothing would have been different.');
  }, 60_000);

  it('goes on waiting after kill -9, with nothing doubled', async () => {
    const before = { run: await waitingRun(), said: said(), findings: await findings(server.client(), MODEL) };
    const totals = await server.client().get<Overview>('/overview');
    await server.kill();
    await server.begin();
    expect(await waitingRun()).toEqual(before.run);
    expect(await findings(server.client(), MODEL)).toEqual(before.findings);
    expect(await incidents(server.client(), MODEL)).toHaveLength(1);
    expect(await server.client().get('/overview')).toMatchObject({
      events: totals.events,
      waiting_approvals: 1,
      open_incidents: 1,
    });
    expect(totals.events).toBe(events.length);
    expect(said()).toEqual(before.said);
  }, 120_000);

  it('finishes the run when the waiting steps are approved', async () => {
    const client = server.client();
    const { id } = await waitingRun();
    await approve(id, 'Approve: Hold the feed back');
    const later = await until('the next step that waits', async () => {
      const run = await client.get<Run>(`/runs/${id}`);
      return named(run, 'Look whether it helped')?.state === 'waiting' && run;
    });
    expect(named(later, 'Hold the feed back')).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(said()).toContain('hold-feed');
    await approve(id, 'Look whether it helped');
    const done = await until('the run to end', async () => {
      const run = await client.get<Run>(`/runs/${id}`);
      return run.state === 'succeeded' && run;
    });
    expect(done.steps.filter(({ state }) => state === 'failed')).toEqual([]);
    const keys = webhook.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(keys.length);
  }, 60_000);

  it('is acknowledged, assigned and resolved by people, who are named', async () => {
    const client = server.client();
    const [{ id }] = (await incidents(client, MODEL)) as [Incident];
    expect(await client.post(`/incidents/${id}/acknowledge`)).toMatchObject({ state: 'acknowledged' });
    expect(await client.post(`/incidents/${id}/assign`, { assignee: 'ada' })).toMatchObject({ assignee: 'ada' });
    const resolved = await client.post<Incident>(`/incidents/${id}/resolve`, {
      verdict: 'true',
      note: 'The feed was in kilometres.',
    });
    expect(resolved).toMatchObject({
      state: 'resolved',
      resolution: { verdict: 'true', note: 'The feed was in kilometres.', by: 'user:local' },
    });
    expect(await client.get('/overview')).toMatchObject({ open_incidents: 0, waiting_approvals: 0 });
    const again = await client.ask('POST', `/incidents/${id}/resolve`, { verdict: 'true', note: 'Twice.' });
    expect(again.status).toBe(409);
  }, 60_000);

  it('lets an analyst see the same by asking the store', async () => {
    const answer = await server.client().post<Explored>('/explore', {
      dataset: 'events',
      models: [MODEL],
      from: START,
      to: START + 24 * HOUR,
      bucket_ms: HOUR,
      measures: [{ op: 'count' }, { op: 'avg', field: 'features.amount' }],
    });
    const means = answer.rows.map((row) => Number(row[2]));
    expect(answer.rows.map((row) => row[1])).toEqual([3_600, 3_600, 3_600, 3_600, 3_600, FAULTY]);
    expect(means[5]! / means[0]!).toBeCloseTo(1.609, 1);
  }, 60_000);

  it('leaves a ledger whose chain holds, each cause once', async () => {
    expect(await server.stop()).toBe(0);
    const store = await openStore({ dataDir: folder.path });
    try {
      const entries = await store.ledger.read(`model:${MODEL}`);
      expect(verifyChain(entries)).toEqual({ ok: true });
      const ids = entries.map(({ entry_id }) => entry_id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(entries.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['model.registered', 'incident.opened', 'run.started', 'step.approved', 'run.finished']),
      );
    } finally {
      await store.close();
    }
    expect(server.stderr).not.toMatch(/unhandled|TypeError/i);
  }, 60_000);
});

async function waitingRun(): Promise<Run> {
  return until('a run that waits', async () => {
    const client = server.client();
    for (const { id } of await incidents(client, MODEL)) {
      const { run_details } = await client.get<IncidentDetails>(`/incidents/${id}`);
      const run = run_details.find(({ state }) => state === 'waiting');
      if (run) return run;
    }
    return undefined;
  });
}

async function approve(id: string, name: string): Promise<void> {
  const client = server.client();
  const step = named(await client.get<Run>(`/runs/${id}`), name);
  await client.post(`/runs/${id}/steps/${step!.step_id}/approve`, { note: 'Seen.' });
}

function named(run: Run, name: string) {
  return run.steps.find((step) => step.name === name);
}

function said(): string[] {
  return webhook.received.map(({ body }) => String(body['action'])).sort();
}
