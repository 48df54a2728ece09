import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { variants } from '../../product/built.js';
import type { Explored, Finding, Incident, Overview } from '../../product/records.js';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { HOUR, MINUTE, START, lines, traffic } from '../../product/traffic.js';
import { findings, incidents } from '../../product/watched-model.js';

const MODEL = 'fraud';
/** Three healthy hours are the baseline; the traffic that is replayed turns bad after forty minutes of its own. */
const STEP_MS = 2_000;
const healthy = traffic({ model: MODEL, events: (3 * HOUR) / STEP_MS, stepMs: STEP_MS }, 1);
const watched = traffic(
  {
    model: MODEL,
    events: (90 * MINUTE) / STEP_MS,
    stepMs: STEP_MS,
    start: START + 3 * HOUR,
    changes: [{ at: (40 * MINUTE) / STEP_MS, kind: 'shift', feature: 'amount', by: 25 }],
  },
  2,
);

const folder = tempFolder('replay-twice');
const file = (name: string) => folder.file(name);
const servers: Server[] = [];
writeFileSync(file('healthy.jsonl'), lines(healthy));
writeFileSync(file('watched.jsonl'), lines(watched));
writeFileSync(file('healthy.csv'), csv(healthy));
writeFileSync(file('watched.csv'), csv(watched));
writeFileSync(
  file('mapping.yaml'),
  'time: at\nprediction: answer\nscore: score\nprincipal: who\nlatency_ms: took\nstatus: status\n',
);

afterAll(async () => {
  for (const server of servers) await server.kill();
  folder.remove();
}, 30_000);

const forms = [
  { form: 'JSON lines', extension: 'jsonl', words: [] as string[] },
  { form: 'CSV with a mapping', extension: 'csv', words: ['--mapping', file('mapping.yaml')] },
];

describe.each(variants(forms))('replaying $form', ({ extension, words }) => {
  let first: Seen;

  it('into the embedded store finds what is wrong with it', async () => {
    const dataDir = file(`${extension}-one`);
    await replayed(dataDir, extension, words);
    first = await seen(dataDir);
    expect(first.overview.events).toBe(watched.length);
    expect(first.findings.map(({ subject }) => subject)).toContain('amount');
    expect(first.incidents).not.toEqual([]);
  }, 120_000);

  it('twice changes nothing', async () => {
    const dataDir = file(`${extension}-one`);
    const again = await run(['replay', file(`watched.${extension}`), '-m', MODEL, ...words], settings(dataDir));
    expect(again).toMatchObject({ status: 0, stderr: '' });
    const second = await seen(dataDir);
    expect(second.overview).toEqual(first.overview);
    expect(second.counted).toEqual(first.counted);
    expect(second.findings).toEqual(first.findings);
    expect(second.incidents.map(withoutClock)).toEqual(first.incidents.map(withoutClock));
  }, 120_000);

  it('into an empty store gives the same findings', async () => {
    const dataDir = file(`${extension}-two`);
    await replayed(dataDir, extension, words);
    const other = await seen(dataDir);
    expect(other.findings).toEqual(first.findings);
    expect(other.incidents.map(({ id }) => id)).toEqual(first.incidents.map(({ id }) => id));
  }, 120_000);

  it('to a running server gives the same findings, also twice', async () => {
    const dataDir = file(`${extension}-url`);
    await baseline(dataDir, extension, words);
    const server = await start(dataDir);
    for (const time of ['first', 'second']) {
      const sent = await run(['replay', file(`watched.${extension}`), '-m', MODEL, ...words, '--url', server.url]);
      expect({ time, status: sent.status, stderr: sent.stderr }).toEqual({ time, status: 0, stderr: '' });
    }
    expect((await findings(server.client(), MODEL)).map(({ id }) => id)).toEqual(first.findings.map(({ id }) => id));
    expect((await server.client().get<Overview>('/overview')).events).toBe(watched.length);
    await server.stop();
  }, 120_000);
});

it('says what is wrong when no server is there', async () => {
  const ran = await run(['replay', file('watched.jsonl'), '-m', MODEL, '--url', 'http://127.0.0.1:9']);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('http://127.0.0.1:9 cannot be reached');
}, 60_000);

interface Seen {
  readonly overview: Pick<Overview, 'events' | 'labels' | 'rejections'>;
  readonly counted: unknown;
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

function settings(dataDir: string): Record<string, string> {
  return { ANCHORWATCH_DATA_DIR: dataDir };
}

async function baseline(dataDir: string, extension: string, words: readonly string[]): Promise<void> {
  const made = await run(
    ['baseline', file(`healthy.${extension}`), '-m', MODEL, '--promote', ...words],
    settings(dataDir),
  );
  expect(made).toMatchObject({ status: 0, stderr: '' });
}

async function replayed(dataDir: string, extension: string, words: readonly string[]): Promise<void> {
  await baseline(dataDir, extension, words);
  const sent = await run(['replay', file(`watched.${extension}`), '-m', MODEL, ...words], settings(dataDir));
  expect(sent).toMatchObject({ status: 0, stderr: '' });
  expect(sent.stdout).toContain(`${watched.length} events and 0 labels sent`);
}

async function start(dataDir: string): Promise<Server> {
  const server = await Server.start({ dataDir });
  servers.push(server);
  return server;
}

/** What a server says of what the commands left in the store. */
async function seen(dataDir: string): Promise<Seen> {
  const server = await start(dataDir);
  const client = server.client();
  const { events, labels, rejections } = await client.get<Overview>('/overview');
  const { rows } = await client.post<Explored>('/explore', {
    dataset: 'profiles',
    from: 0,
    to: START + 24 * HOUR,
    group_by: ['subject'],
    measures: [{ op: 'count' }, { op: 'sum', field: 'n' }],
  });
  const result = {
    overview: { events, labels, rejections },
    counted: rows,
    findings: await findings(client, MODEL),
    incidents: await incidents(client, MODEL),
  };
  await server.stop();
  return result;
}

/** Incidents without what the wall clock and their playbooks add. */
function withoutClock({ id, kind, severity, title, findings: found, subjects }: Incident) {
  return { id, kind, severity, title, findings: found, subjects };
}

function csv(events: readonly InferenceEvent[]): string {
  const header = 'at,amount,age,country,answer,score,who,took,status';
  const rows = events.map(({ event_time, features, prediction, principal, latency_ms, status }) =>
    [
      new Date(event_time).toISOString(),
      features['amount'],
      features['age'],
      features['country'],
      prediction.label,
      prediction.score,
      principal.key,
      latency_ms,
      status,
    ].join(','),
  );
  return [header, ...rows, ''].join('\n');
}
