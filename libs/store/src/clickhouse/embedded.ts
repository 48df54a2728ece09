import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClientConfigOptions } from '@clickhouse/client';
import type { Session } from 'chdb';
import {
  limitSettings,
  named,
  parseRows,
  type Answer,
  type Clickhouse,
  type Limits,
  type Parameters,
} from './clickhouse.js';
import { DataDirectoryInUse, StoreRefused, describe, storeError } from './errors.js';
import { Gate } from './gate.js';
import { lease } from './lease.js';
import { Statements } from './statements.js';

/**
 * ClickHouse in this process (chDB), its data in a directory that no other process may use at the same time.
 *
 * One connection runs one query at a time, so writing, reading and exploring have one each; three busy connections
 * leave the fourth thread of libuv's pool to everybody else. A heavy question of an analyst does not delay the watch.
 * @throws {DataDirectoryInUse}
 */
export async function openEmbedded(dataDir: string, database: string): Promise<Clickhouse> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true });
  const chdb = await import('chdb');
  const { createChdbConnection } = await import('chdb/connection');
  let explorer: Session;
  try {
    explorer = new chdb.Session(path);
  } catch (error) {
    throw await notOpened(path, error);
  }
  const connect = (): Statements => {
    // The package types its hook against another copy of the same interface.
    const connection = createChdbConnection({ path }) as unknown as NonNullable<
      ClickHouseClientConfigOptions['connection']
    >;
    return new Statements(createClient({ connection, log: { level: ClickHouseLogLevel.OFF } }), database);
  };
  const [writer, reader] = [connect(), connect()];
  // From here on this connection can neither write nor define; 2 leaves it the SETTINGS clause of a query.
  await explorer.queryAsync('SET readonly = 2');
  const version = (await reader.rows<[string]>('SELECT version()'))[0]![0];
  return new Embedded(database, version, { writer, reader, explorer }, chdb.drainPending);
}

class Embedded implements Clickhouse {
  readonly engine = 'embedded';
  readonly #writing = new Gate();
  readonly #reading = new Gate();
  readonly #exploring = new Gate();

  constructor(
    readonly database: string,
    readonly version: string,
    private readonly connections: { writer: Statements; reader: Statements; explorer: Session },
    private readonly drained: () => Promise<unknown>,
  ) {}

  rows<Row extends readonly unknown[]>(sql: string, parameters?: Parameters): Promise<Row[]> {
    return this.#reading.through(() => this.connections.reader.rows<Row>(sql, parameters));
  }

  insert(table: string, columns: readonly string[], body: readonly Buffer[]): Promise<void> {
    return this.#writing.through(() => this.connections.writer.insert(table, columns, body));
  }

  command(sql: string): Promise<void> {
    return this.#writing.through(() => this.connections.writer.command(sql));
  }

  /** Streams, because the client would hold the whole answer. The next question waits until this one is read or left. */
  async ask(sql: string, parameters: Parameters, limits: Limits): Promise<Answer> {
    const leave = await this.#exploring.enter();
    try {
      const pages = this.#pages(`${named(sql, this.database)}\nSETTINGS ${limitSettings(limits)}`, parameters);
      const first = await pages.next();
      const [names = [], types = [], ...rows] = first.done === true ? [] : first.value;
      const columns = names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
      return { columns, pages: lease(rows, pages, leave) };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Names and types are the first two rows of the first page. */
  async *#pages(sql: string, parameters: Parameters): AsyncGenerator<unknown[][]> {
    try {
      const format = 'JSONCompactEachRowWithNamesAndTypes';
      const stream = this.connections.explorer.queryStreamBind(sql, { ...parameters }, { format });
      // Leaving this loop early cancels the stream.
      let heading: string | undefined;
      for await (const chunk of stream) {
        const rows = parseRows<unknown[]>(chunk.text());
        // The engine writes names and types again at the head of every chunk.
        const head = JSON.stringify(rows.slice(0, 2));
        yield head === heading ? rows.slice(2) : rows;
        heading ??= head;
      }
    } catch (error) {
      throw storeError(error);
    }
  }

  async ping(): Promise<void> {
    await this.rows('SELECT 1');
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#writing, this.#reading, this.#exploring].map((gate) => gate.through(async () => undefined)),
    );
    await Promise.all([this.connections.writer.client.close(), this.connections.reader.client.close()]);
    this.connections.explorer.close();
    // The engine lets go of the directory a moment after the last connection has closed.
    await this.drained();
  }
}

/** Says why a directory could not be opened, as far as can be told: the engine prints its reason and throws a general one. */
async function notOpened(path: string, error: unknown): Promise<DataDirectoryInUse | StoreRefused> {
  const { message } = describe(error);
  if (/already|another (path|directory)|different/i.test(message)) {
    const words = `this process has another data directory open than ${path}; it can hold one at a time`;
    return new DataDirectoryInUse(words, { cause: error });
  }
  // The engine keeps `status` locked while it runs, with its process id in it.
  const status = await readFile(join(path, 'status'), 'utf8').catch(() => undefined);
  const holder = /^PID: (\d+)$/m.exec(status ?? '')?.[1];
  if (/Cannot lock file/.test(message) || (holder !== undefined && Number(holder) !== process.pid && isAlive(holder))) {
    const words = `the data directory ${path} is in use by another process${holder === undefined ? '' : ` (${holder})`}`;
    return new DataDirectoryInUse(`${words}; stop it or name another directory`, { cause: error });
  }
  return new StoreRefused(`the data directory ${path} cannot be opened: ${message}`, 0, '', { cause: error });
}

function isAlive(holder: string): boolean {
  try {
    process.kill(Number(holder), 0);
    return true;
  } catch (error) {
    // A process of another user is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
