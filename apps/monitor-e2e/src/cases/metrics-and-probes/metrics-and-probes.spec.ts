import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../product/client.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { send, traffic } from '../../product/traffic.js';

const SOURCES = fileURLToPath(new URL('../../../../monitor/src', import.meta.url));
const PROMTOOL = '/usr/bin/promtool';

/** Whole numbers that questions may name beside times. */
const COUNTS = ['limit', 'rows', 'cells', 'scale'];

interface Described {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}
interface Parameter {
  readonly name: string;
  readonly schema: { readonly minimum: number; readonly maximum: number };
}

const folder = tempFolder('metrics');
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

describe('the probes', () => {
  it('say that the process is alive and ready, and which roles it plays', async () => {
    expect(await client.ask('GET', '//healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await client.ask('GET', '//readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', roles: ['ingest', 'detect', 'respond', 'api'], reasons: [] },
    });
  });
});

describe('the metrics', () => {
  it('name everything that the program says it counts', async () => {
    const text = await metrics();
    const declared = [...read('infra/metrics.ts').matchAll(/'(anchorwatch_\w+)'/g)].map(([, name]) => name!);
    expect(declared.length).toBeGreaterThan(10);
    expect(declared.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  });

  it('count what was stored, and say that every subscription is alive', async () => {
    await send(client, traffic({ model: 'fraud', events: 250 }));
    await client.ask('POST', '/intake/events', '{"no": "event"}');
    const text = await metrics();
    expect(valueOf(text, 'anchorwatch_events_stored_total')).toBe(250);
    expect(valueOf(text, 'anchorwatch_records_rejected_total')).toBe(1);
    expect(valueOf(text, 'anchorwatch_events_counted_total')).toBe(250);
    for (const role of ['ingest', 'counting', 'judging', 'respond', 'pairing'])
      expect([role, valueOf(text, `anchorwatch_bus_healthy{role="${role}"}`)]).toEqual([role, 1]);
  });

  const withPromtool = existsSync(PROMTOOL) || process.env['CI'] === 'true' ? it : it.skip;
  withPromtool('are text that Prometheus reads', async () => {
    const checked = spawnSync(PROMTOOL, ['check', 'metrics'], { input: await metrics(), encoding: 'utf8' });
    // Of our own names not even the linter has to complain; the process' own come from prom-client.
    const complaints = `${checked.stdout}${checked.stderr}`.split('\n').filter((line) => line.includes('anchorwatch_'));
    expect(complaints).toEqual([]);
    expect(checked.stderr).not.toContain('error while linting');
  });
});

describe('the description of the API', () => {
  it('is OpenAPI and names every route of every controller', async () => {
    const { status, body } = await client.ask<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/openapi.json',
    );
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\./);
    const described = Object.entries(body.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb} ${path}`),
    );
    expect(described.sort()).toEqual(routes().sort());
    expect(described.length).toBeGreaterThan(25);
  });

  it('states the bounds of every whole number of a question, and what is beyond them is refused by its name', async () => {
    const { body } = await client.ask<Described>('GET', '/openapi.json');
    const bounded = Object.entries(body.paths).flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter(({ name }) => COUNTS.includes(name) || (['from', 'to'].includes(name) && !path.endsWith('/what-if')))
        .map((parameter) => ({ path: path.replace('/api/v1', '').replaceAll(/[{}]/g, ''), ...parameter })),
    );
    expect(new Set(bounded.map(({ name }) => name))).toEqual(new Set([...COUNTS, 'from', 'to']));
    for (const { path, name, schema } of bounded) {
      expect({ path, name, schema }).toMatchObject({ schema: { type: 'integer', minimum: expect.any(Number) } });
      for (const value of [schema.minimum - 1, schema.maximum + 1])
        expect(await client.ask('GET', `${path}?${name}=${value}`)).toMatchObject({
          status: 400,
          body: { error: { code: 'invalid', fields: [{ field: name }] } },
        });
    }
  });

  it('is served as a page for people', async () => {
    const { status, headers, body } = await client.ask<string>('GET', '//api/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(body).toContain('swagger-ui');
  });
});

it('serves the console beside the API', async () => {
  const { status, body, headers } = await client.ask<string>('GET', '//models');
  expect(status).toBe(200);
  expect(body).toContain('<div id="root"');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
});

async function metrics(): Promise<string> {
  const { status, headers, body } = await client.ask<string>('GET', '//metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return body;
}

/** The value of a sample without labels, or with the labels given. */
function valueOf(text: string, sample: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${sample} `));
  return line === undefined ? Number.NaN : Number(line.slice(sample.length + 1));
}

function read(path: string): string {
  return readFileSync(join(SOURCES, path), 'utf8');
}

/** `get /api/v1/models/{model}` for every route that a controller declares, read from the sources. */
function routes(): string[] {
  const files = readdirSync(join(SOURCES, 'http')).filter((name) => name.endsWith('.controller.ts'));
  return files.flatMap((name) => {
    const source = read(`http/${name}`);
    if (source.includes('@ApiExcludeController()')) return [];
    const base = /@Controller\('([^']*)'\)/.exec(source)?.[1] ?? '';
    return [...source.matchAll(/^ {2}@(Get|Post|Put|Delete|Sse)\((?:'([^']*)')?\)/gm)].map(([, verb, path = '']) => {
      const full = `/${[base, path].filter((part) => part !== '').join('/')}`.replace(/:(\w+)/g, '{$1}');
      return `${verb === 'Sse' ? 'get' : verb!.toLowerCase()} ${full}`;
    });
  });
}
