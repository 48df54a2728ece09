import { Agent, request, type RequestOptions } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate, randomFrom, wholeBelow } from '@anchorwatch/scenarios';
import { decodeCloudEvent, decodeLabels, decodeTelemetry } from '@anchorwatch/telemetry';
import type { Client, ErrorBody } from '../../product/client.js';
import type { Explored } from '../../product/records.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { lines, traffic } from '../../product/traffic.js';
import { doors, type Door } from './doors.js';

const ALL_MUTATIONS = 100_000;
/** In four parts, each with a seed of its own. */
const OVER_HTTP = 2_000;
const PART = OVER_HTTP / 4;
const CONCURRENCY = 8;
/** Every this many damaged requests, a valid event of its own. */
const VALID_EVERY = 5;
const IN_PROCESS_EACH = Math.ceil((ALL_MUTATIONS - OVER_HTTP) / doors.length);

const folder = tempFolder('hostile');
let server: Server;
let client: Client;

beforeAll(async () => {
  server = await Server.start({ dataDir: folder.path });
  client = server.client();
}, 120_000);

afterAll(async () => {
  await server?.kill();
  folder.remove();
}, 30_000);

describe('damaged telemetry', () => {
  it.each(doors.map((door) => [door.name, door] as const))(
    'gets an answer from the decoder of %s every time',
    (_, door) => {
      const random = randomFrom(31);
      for (let round = 0; round < IN_PROCESS_EACH; round++) {
        const answers = decoded(door, mutate(door.message, random));
        if (answers.some(({ kind, reason }) => kind === 'rejection' && !reason) || answers.length === 0)
          throw new Error(`round ${round} was not answered with a reason: ${JSON.stringify(answers).slice(0, 500)}`);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
    60_000,
  );

  it.each([41, 42, 43, 44])(
    'is answered with a reason over HTTP, and everything valid beside it is stored (seed %i)',
    async (seed) => {
      const random = randomFrom(seed);
      const model = `valid-${seed}`;
      const valid = traffic({ model, events: PART / VALID_EVERY }, seed);
      const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
      const unanswered: string[] = [];
      const work = Array.from({ length: PART }, (_, number) => {
        const door = doors[wholeBelow(random, doors.length)]!;
        return { number, door, bytes: mutate(door.message, random) };
      });
      const lane = async (own: typeof work) => {
        for (const { number, door, bytes } of own) {
          const answer = await post(agent, door.path, door.headers, bytes);
          if (!isAnswer(answer))
            unanswered.push(`${door.name} ${number}: ${answer.status} ${answer.text.slice(0, 200)}`);
          if (number % VALID_EVERY !== 0) continue;
          const event = Buffer.from(lines([valid[number / VALID_EVERY]!]));
          const taken = await post(agent, '/intake/events', { 'content-type': 'application/json' }, event);
          if (taken.status !== 202) unanswered.push(`valid ${number}: ${taken.status} ${taken.text.slice(0, 200)}`);
        }
      };
      await Promise.all(
        Array.from({ length: CONCURRENCY }, (_, at) => lane(work.filter(({ number }) => number % CONCURRENCY === at))),
      );
      agent.destroy();
      expect(unanswered).toEqual([]);
      const question = { dataset: 'events', models: [model], from: 0, to: Date.UTC(2030, 0, 1) };
      const { rows } = await client.post<Explored>('/explore', {
        ...question,
        measures: [{ op: 'count' }, { op: 'distinct', field: 'event_id' }],
      });
      expect(rows).toEqual([[valid.length, valid.length]]);
      healthy();
    },
    120_000,
  );
});

describe('a hostile caller of the API', () => {
  const register = '/models/m';
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const bodies: readonly (readonly [string, string, string, unknown, number, string?])[] = [
    ['broken JSON', 'PUT', register, '{"owner": ', 400],
    ['JSON of another type', 'PUT', register, '[]', 400, 'body'],
    ['null', 'PUT', register, 'null', 400],
    ['a wrong field', 'PUT', register, { owner: 1, risk_tier: 'none', stage: 'production' }, 400, 'owner'],
    ['an unknown field', 'PUT', register, { owner: 'a', risk_tier: 'low', stage: 'production', admin: true }, 400],
    ['deep nesting', 'PUT', register, deep, 400],
    ['deep nesting as telemetry', 'POST', '/intake/events', deep, 400],
    ['a prototype', 'PUT', register, '{"__proto__": {"owner": "a"}, "constructor": {"prototype": {}}}', 400],
    ['a time that is none', 'POST', '/intake/watermark', { time: 'now' }, 400, 'time'],
    ['a time beyond all times', 'POST', '/intake/watermark', '{"time": 1e400}', 400, 'time'],
    ['an unknown dataset', 'POST', '/explore', { dataset: 'system.users', from: 0, to: 1 }, 400, 'dataset'],
    ['a list that is too long', 'POST', '/explore', explored({ columns: Array(200).fill('model') }), 400, 'columns'],
    ['a filter that pastes SQL', 'POST', '/explore', filtered("features.x') OR 1=1 --"), 400],
    ['a column that pastes SQL', 'POST', '/explore', explored({ columns: ['model FROM system.tables --'] }), 400],
    ['a group that pastes SQL', 'POST', '/explore', explored({ group_by: ['(SELECT 1)'] }), 400],
    ['a measure of nothing', 'POST', '/explore', explored({ measures: [{ op: 'sum' }] }), 400],
    ['a wrong verdict', 'POST', '/incidents/none/resolve', { verdict: 'whatever', note: 'x' }, 400, 'verdict'],
    ['an incident that is none', 'POST', '/incidents/..%2f..%2fetc/acknowledge', {}, 404],
    ['a baseline that is none', 'POST', '/models/m/baselines/none/promote', {}, 404],
    ['an unknown route', 'GET', '/nothing/here', undefined, 404],
    ['an unknown method', 'DELETE', '/models', undefined, 404],
    ['a limit that is none', 'GET', '/findings?limit=all', undefined, 400, 'limit'],
    ['a limit below one', 'GET', '/findings?limit=-3', undefined, 400, 'limit'],
    ['a limit above the most', 'GET', '/incidents?limit=1001', undefined, 400, 'limit'],
    ['a range that is none', 'GET', '/models/m/verdicts?from=yesterday', undefined, 400, 'from'],
    ['a model that is none', 'GET', '/models/%00', undefined, 404],
    ['a name that is too long', 'GET', `/models/${'m'.repeat(5_000)}`, undefined, 414],
    ['broken percent signs', 'GET', '/models/%E0%A4%A', undefined, 400],
  ];

  it.each(bodies.map((row) => [...row, ''].slice(0, 6) as [string, string, string, unknown, number, string]))(
    'sending %s is answered in the shape of errors',
    async (_, method, path, body, status, field) => {
      const answer = await client.ask<ErrorBody>(method, path, body);
      const refusal = { status: answer.status, body: answer.body };
      expect(refusal).toEqual({
        status,
        body:
          path === '/intake/events'
            ? expect.anything()
            : { error: expect.objectContaining({ code: expect.any(String), message: expect.any(String) }) },
      });
      if (field) expect(answer.body.error.fields?.map((problem) => problem.field)).toContain(field);
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|SELECT count|DB::Exception|\.js:\d+/);
    },
  );

  it('asking for a field that looks like SQL gets no rows that it should not see', async () => {
    const { status, body } = await client.ask<Explored>('POST', '/explore', filtered("features.x' OR '1'='1"));
    if (status === 200) expect(body.rows).toEqual([]);
    else expect(status).toBe(400);
  });

  it('announcing a body that is too large is answered 413 at once', async () => {
    for (const path of ['/intake/events', '/explore']) {
      const { status, text } = await announced(path, 17 * 1024 * 1024);
      expect([path, status, JSON.parse(text)]).toEqual([
        path,
        413,
        { error: { code: expect.any(String), message: expect.any(String) } },
      ]);
    }
  });

  it('sending a small body that unpacks to a huge one is answered 413', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '));
    const answer = await client.ask<ErrorBody>('POST', '/intake/events', bomb, { 'content-encoding': 'gzip' });
    expect([answer.status, answer.body.error.code]).toEqual([413, 'too_large']);
  }, 60_000);

  it('reading files by their path gets none', async () => {
    for (const path of [
      '/../../../../etc/passwd',
      '/assets/../../../../../etc/passwd',
      '/..%2f..%2f..%2fetc%2fpasswd',
      '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/.anchorwatch/principal-secret',
    ]) {
      const { status, text } = await raw(path);
      expect([path, [400, 403, 404].includes(status), text.includes('root:')]).toEqual([path, true, false]);
    }
  });

  it('leaves the server alive and itself', async () => {
    expect(await client.get('/me')).toMatchObject({ open: true });
    expect((await client.ask('GET', '//readyz')).status).toBe(200);
    healthy();
  });
});

interface Posted {
  readonly status: number;
  readonly text: string;
}

/** A status that says whether it was taken, and a reason where something was not. */
function isAnswer({ status, text }: Posted): boolean {
  const body = JSON.parse(text) as { accepted?: number; rejected?: { reason: string }[] } & Partial<ErrorBody>;
  if (status === 202) return typeof body.accepted === 'number' && body.accepted > 0;
  if (status !== 400 && status !== 415) return false;
  const reasons = body.rejected ?? body.error?.fields ?? (body.error ? [{ reason: body.error.message }] : []);
  return reasons.length > 0 && reasons.every(({ reason }) => reason.length > 0);
}

function decoded({ path, headers }: Door, value: Buffer): readonly { kind: string; reason?: string }[] {
  const options = { pseudonymise: (name: string) => `<${name.length}>`, now: Date.UTC(2002, 0, 1) };
  if (path === '/intake/kserve') {
    const answer = decodeCloudEvent({ headers, value }, options);
    return [{ kind: answer.kind, reason: answer.kind === 'rejection' ? answer.rejection.reason : undefined }];
  }
  const decode = path === '/intake/labels' ? decodeLabels : decodeTelemetry;
  return decode(value, headers['content-type'], options).map((record) => ({
    kind: record.kind,
    reason: record.kind === 'rejection' ? record.rejection.reason : undefined,
  }));
}

function explored(question: object) {
  return { dataset: 'events', from: 0, to: Date.UTC(2030, 0, 1), ...question };
}

function filtered(field: string) {
  return explored({ filters: [{ field, op: '=', value: 1 }] });
}

function healthy(): void {
  expect(server.stderr).not.toMatch(/unhandled|uncaught|TypeError|RangeError|a request failed/i);
}

function post(agent: Agent, path: string, headers: Door['headers'], body: Buffer): Promise<Posted> {
  return exchange(`${server.url}/api/v1${path}`, { method: 'POST', agent, headers }, body);
}

/** Says how long the body will be, and waits for the answer before sending any of it. */
function announced(path: string, length: number): Promise<Posted> {
  const headers = { 'content-type': 'application/json', 'content-length': String(length) };
  return exchange(`${server.url}/api/v1${path}`, { method: 'POST', headers }, 'none');
}

/** A path as it stands: fetch would tidy it up. */
function raw(path: string): Promise<Posted> {
  return exchange(server.url, { path });
}

function exchange(url: string, options: RequestOptions, body?: Buffer | 'none'): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        if (body === 'none') sent.destroy();
      });
    });
    // What breaks after the answer has come changes nothing: the promise is settled then.
    sent.once('error', reject);
    if (body === 'none') sent.flushHeaders();
    else sent.end(body);
  });
}
