import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from './load.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorwatch-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(yaml: string | undefined, env: Record<string, string> = {}) {
  if (yaml === undefined) return loadConfig(undefined, env);
  const file = join(folder, 'monitor.yaml');
  await writeFile(file, yaml);
  return loadConfig(file, env);
}

describe('configuration', () => {
  it('needs nothing: all roles, embedded, on loopback', async () => {
    const loaded = await load(undefined);
    expect(loaded.kind).toBe('ok');
    if (loaded.kind !== 'ok') return;
    expect(loaded.config.roles).toEqual(['ingest', 'detect', 'respond', 'api']);
    expect(loaded.config.store.url).toBeUndefined();
    expect(loaded.config.http).toMatchObject({ host: '127.0.0.1', port: 8080, keys: [] });
    expect(loaded.config.detection).toMatchObject({ tick: 60_000, lateness: 120_000 });
  });

  it('reports every problem at once, with its path', async () => {
    const loaded = await load(
      'roles: [ingest, dig]\nhttp: {port: 99999, colour: red}\ndetection: {tick: soon}\nstore: {database: default}\n',
    );
    expect(loaded).toEqual({
      kind: 'problems',
      problems: expect.arrayContaining([
        { path: 'roles.1', reason: expect.stringContaining('ingest') },
        { path: 'http.port', reason: expect.stringContaining('65535') },
        { path: 'http.colour', reason: 'is not a setting' },
        { path: 'detection.tick', reason: expect.stringContaining('"soon"') },
        { path: 'store.database', reason: expect.stringContaining('default') },
      ]),
    });
  });

  it.each([
    ['detection: {tick: 500}', {}],
    ['detection: {tick: "500"}', {}],
    [undefined, { ANCHORWATCH_DETECTION_TICK: '500' }],
  ])('says why a tick is no number of events on a server (%p %p)', async (file, env) => {
    const loaded = await load(file, env);
    expect(loaded).toEqual({
      kind: 'problems',
      problems: [
        {
          path: expect.stringContaining('detection.tick'),
          reason: expect.stringMatching(/"500": ticks go by time on a server, .*0016-ticks-by-time-on-a-server\.md/),
        },
      ],
    });
  });

  it('lays the environment over the file and names the variable in a problem', async () => {
    const good = await load('http: {port: 1234}', {
      ANCHORWATCH_HTTP_PORT: '4321',
      ANCHORWATCH_KAFKA_BROKERS: 'a:1, b:2',
    });
    expect(good.kind === 'ok' && [good.config.http.port, good.config.kafka.brokers]).toEqual([4321, ['a:1', 'b:2']]);
    const bad = await load(undefined, { ANCHORWATCH_HTTP_PORT: 'many', ANCHORWATCH_COLOUR: 'red' });
    expect(bad.kind === 'problems' && bad.problems.map((problem) => problem.path)).toEqual([
      'ANCHORWATCH_COLOUR',
      'http.port (ANCHORWATCH_HTTP_PORT)',
    ]);
  });

  it('refuses an embedded store with fewer than all roles and says why', async () => {
    const loaded = await load('roles: [ingest]\nkafka: {brokers: ["k:9092"]}');
    expect(loaded).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'roles', reason: expect.stringContaining('one process') }],
    });
  });

  it('takes a session time-out that brokers allow, and no other', async () => {
    const good = await load(undefined, { ANCHORWATCH_KAFKA_SESSION_TIMEOUT: '6s' });
    expect(good.kind === 'ok' && good.config.kafka.session_timeout).toBe(6_000);
    const bad = await load('kafka: {session_timeout: 1s}');
    expect(bad).toMatchObject({ kind: 'problems', problems: [{ path: 'kafka.session_timeout' }] });
  });

  it('refuses to listen beyond this machine without keys', async () => {
    const loaded = await load('http: {host: 0.0.0.0}');
    expect(loaded).toMatchObject({ kind: 'problems', problems: [{ path: 'http.keys' }] });
  });

  it.each([
    ['a file that is not there', undefined, 'cannot be read'],
    ['broken YAML', 'a: [', 'is not YAML'],
    ['a list', '- a', 'expected a mapping'],
  ])('answers %s with a reason', async (_, yaml, reason) => {
    const loaded = yaml === undefined ? await loadConfig(join(folder, 'none.yaml'), {}) : await load(yaml);
    expect(loaded).toMatchObject({ kind: 'problems', problems: [{ reason: expect.stringContaining(reason) }] });
  });
});
