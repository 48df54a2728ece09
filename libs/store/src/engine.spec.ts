import { wholeEvent } from '@anchorwatch/telemetry';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startLocalServer, temporaryDirectory, type LocalServer } from './contract/local-server.js';
import { openStore } from './open-store.js';
import { filled, pending, readMigrations, statementsOf } from './migrate.js';
import { storeError } from './clickhouse/errors.js';

const batchAt = (offset: number) => ({
  events: [
    {
      source: { topic: 't', partition: 0, offset, part: 0 },
      event: wholeEvent({ model: 'fraud', request_id: 'r', row: offset, event_time: offset, features: { amount: 1 } }),
    },
  ],
  labels: [],
  rejections: [],
});

const started: LocalServer[] = [];
afterAll(async () => {
  for (const server of started) await server.end('SIGKILL');
});

describe('the data directory', () => {
  const data = temporaryDirectory();
  afterAll(data.remove);

  it('is refused in words while another process holds it, and keeps what was acknowledged when that is killed', async () => {
    const server = await startLocalServer(data.path);
    started.push(server);
    const writer = await openStore({ url: server.url });
    await writer.migrate();
    await expect(openStore({ dataDir: data.path })).rejects.toThrow(/data directory .* is in use by another process/);
    for (let offset = 0; offset < 20; offset += 1) await writer.telemetry.append(batchAt(offset), { fresh: true });
    const torn = writer.telemetry.append(batchAt(20), { fresh: true }).catch((error: unknown) => error);
    await server.end('SIGKILL');
    await torn;
    await expect(writer.ping()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(writer.telemetry.totals()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await writer.close();

    const reader = await openStore({ dataDir: data.path });
    expect(await reader.migrate()).toEqual([]);
    expect(await reader.telemetry.nextOffset('t', 0)).toBeGreaterThanOrEqual(20);
    await reader.telemetry.append(batchAt(20), { fresh: false });
    expect(await reader.telemetry.totals()).toEqual({ events: 21, labels: 0, rejections: 0 });
    await reader.close();
  }, 60_000);

  it('gives back thousands of features of one event', async () => {
    const store = await openStore({ dataDir: data.path, database: 'wide' });
    await store.migrate();
    const features = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [`f${at}`, at % 2 ? at / 7 : `c${at}`]),
    );
    const [stored] = batchAt(0).events;
    const odd = { ...features, '': -0, tiny: 5e-324, big: 9007199254740991, 'q"\n': 'a\u2028\ud83d\ude00' };
    const wide = { ...stored!, event: { ...stored!.event, features: odd } };
    await store.telemetry.append({ events: [wide], labels: [], rejections: [] }, { fresh: true });
    for await (const page of store.telemetry.eventsOf('fraud', { from: 0, to: 1 })) expect(page).toEqual([wide]);
    expect(await store.telemetry.totals()).toEqual({ events: 1, labels: 0, rejections: 0 });
    await store.close();
  });
});

describe('the development front', () => {
  const data = temporaryDirectory();
  afterAll(data.remove);

  it('asks for the account, survives bad requests and leaks no setting', async () => {
    const server = await startLocalServer(data.path, '--user', 'watch', '--password', 'word');
    started.push(server);
    const headers = { 'x-clickhouse-user': 'watch', 'x-clickhouse-key': 'word' };
    const answer = async (query: string, extra = '') => {
      const response = await fetch(`${server.url}/?${extra}`, { method: 'POST', body: query, headers });
      return {
        status: response.status,
        code: response.headers.get('x-clickhouse-exception-code'),
        text: await response.text(),
      };
    };
    expect((await fetch(`${server.url}/?query=SELECT+1`)).status).toBe(403);
    expect((await answer('SELEC')).code).not.toBeNull();
    expect((await answer("SELECT 1 INTO OUTFILE '/tmp/never'")).code).toBe('48');
    expect((await answer('SELECT 1', 'no_such_setting=1')).status).toBeGreaterThanOrEqual(400);
    expect((await answer('CREATE DATABASE never', 'readonly=2')).code).toBe('164');
    expect((await answer("SELECT getSetting('max_block_size')", 'max_block_size=77')).text).toBe('77\n');
    expect((await answer("SELECT getSetting('max_block_size')")).text).not.toBe('77\n');
    expect((await answer("SELECT {a:String}, '{a:String}'", 'param_a=x%5C%27y')).text).toBe("x\\'y\t{a:String}\n");
    await server.end('SIGTERM');
    expect(server.process.exitCode).toBe(0);
  }, 60_000);
});

describe('migrations', () => {
  it('refuse a file that was changed, and a database that a newer program made', async () => {
    const migrations = await readMigrations();
    const ran = new Map(migrations.map(({ number, checksum }) => [number, checksum]));
    expect(pending(migrations, ran)).toEqual([]);
    expect(pending(migrations, new Map())).toEqual(migrations);
    expect(() => pending(migrations, new Map([[1, 'else']]))).toThrow('0001_telemetry was changed after it had run');
    expect(() => pending(migrations, new Map([[9999, 'x']]))).toThrow('run a newer program');
  });

  it('serve one node and a cluster from one template', async () => {
    const [telemetry] = await readMigrations();
    const [statement] = statementsOf(telemetry!.sql);
    const single = filled(statement!, 'anchorwatch', { retentionDays: 30 });
    expect(single).toMatch(/CREATE TABLE IF NOT EXISTS anchorwatch\.inference_events\s+\(/);
    expect(single).toContain('ENGINE = ReplacingMergeTree(earliest)');
    const cluster = filled(statement!, 'anchorwatch', { retentionDays: 30, cluster: 'main' });
    expect(cluster).toContain("inference_events ON CLUSTER 'main'");
    expect(cluster).toContain('ENGINE = ReplicatedReplacingMergeTree(earliest)');
    expect(cluster).not.toMatch(/\{(database|on_cluster|replicated|retention_days)\}/);
  });
});

describe('errors of the store', () => {
  it('are told apart: wait, or no', () => {
    const refused = storeError(new Error('Code: 60. DB::Exception: Table x does not exist. (UNKNOWN_TABLE)'));
    expect(refused).toMatchObject({ name: 'StoreRefused', code: 60, type: 'UNKNOWN_TABLE' });
    expect(storeError(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })).name).toBe('StoreUnavailable');
    expect(storeError(Object.assign(new Error('keeper'), { code: '999', type: 'KEEPER_EXCEPTION' })).name).toBe(
      'StoreUnavailable',
    );
    expect(storeError(new Error('Timeout error.')).name).toBe('StoreUnavailable');
  });

  it('name a database that is not ours to use', async () => {
    await expect(openStore({ dataDir: '/never', database: 'default' })).rejects.toThrow('database: expected a name');
    await expect(openStore({})).rejects.toThrow('needs a url (server) or a dataDir (embedded)');
  });
});
