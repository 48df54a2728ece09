import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import {
  limitSettings,
  named,
  parseRows,
  type Answer,
  type Clickhouse,
  type Limits,
  type Parameters,
} from './clickhouse.js';
import { storeError } from './errors.js';
import { lease } from './lease.js';
import { Statements } from './statements.js';

/** An account on the server. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/**
 * A ClickHouse server (or cluster) at `url`. `explorer` is the account that analysts' questions run under, ideally one that may
 * only read; without it they run under the same account, read-only by setting.
 * @throws {StoreUnavailable} when it does not answer yet
 */
export async function openServer(
  url: string,
  account: Account,
  explorer: Account | undefined,
  database: string,
): Promise<Clickhouse> {
  const connect = (who: Account, connections: number, timeoutMs: number): ClickHouseClient =>
    createClient({
      url,
      username: who.username,
      password: who.password,
      application: 'anchorwatch',
      max_open_connections: connections,
      request_timeout: timeoutMs,
      // Shorter than the server's own (10 s by default), so that a socket is not used at the moment it is closed.
      keep_alive: { enabled: true, idle_socket_ttl: 2_500 },
      // What goes wrong is thrown, and said once by whoever can act on it.
      log: { level: ClickHouseLogLevel.OFF },
      compression: { request: false, response: false },
    });
  // A write that hangs is known for failed before a consumer's session (30 s by default) is over.
  const writer = new Statements(connect(account, 4, 25_000), database);
  const reader = new Statements(connect(account, 8, 60_000), database);
  const asking = connect(explorer ?? account, 4, 60_000);
  try {
    const version = (await reader.rows<[string]>('SELECT version()'))[0]![0];
    return new Server(database, version, { writer, reader, asking }, explorer === undefined);
  } catch (error) {
    await Promise.all([writer.client, reader.client, asking].map((client) => client.close()));
    throw error;
  }
}

class Server implements Clickhouse {
  readonly engine = 'server';

  constructor(
    readonly database: string,
    readonly version: string,
    private readonly connections: { writer: Statements; reader: Statements; asking: ClickHouseClient },
    private readonly readOnlyBySetting: boolean,
  ) {}

  rows<Row extends readonly unknown[]>(sql: string, parameters?: Parameters): Promise<Row[]> {
    return this.connections.reader.rows<Row>(sql, parameters);
  }

  insert(table: string, columns: readonly string[], body: readonly Buffer[]): Promise<void> {
    return this.connections.writer.insert(table, columns, body);
  }

  /** Definitions take their time on a cluster, so they have the patience of a read. */
  command(sql: string): Promise<void> {
    return this.connections.reader.command(sql);
  }

  async ask(sql: string, parameters: Parameters, limits: Limits): Promise<Answer> {
    try {
      const result = await this.connections.asking.query({
        query: `${named(sql, this.database)}\nSETTINGS ${limitSettings(limits)}`,
        format: 'JSONCompactEachRowWithNamesAndTypes',
        query_params: { ...parameters },
        // A server applies these to this request alone; an account that is read-only already may not set them.
        ...(this.readOnlyBySetting ? { clickhouse_settings: { readonly: '2' } } : {}),
      });
      const pages = pagesOf(result.stream<unknown[]>());
      const first = await pages.next();
      const [names = [], types = [], ...rows] = first.done === true ? [] : first.value;
      const columns = names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
      return { columns, pages: lease(rows, pages, () => result.close()) };
    } catch (error) {
      throw storeError(error);
    }
  }

  async ping(): Promise<void> {
    const answer = await this.connections.reader.client.ping();
    if (!answer.success) throw storeError(answer.error);
  }

  async close(): Promise<void> {
    const { writer, reader, asking } = this.connections;
    await Promise.all([writer.client, reader.client, asking].map((client) => client.close()));
  }
}

/** Chunks of rows as the network brings them; names and types are the first two rows, and are kept together. */
async function* pagesOf(stream: AsyncIterable<readonly { readonly text: string }[]>): AsyncGenerator<unknown[][]> {
  let head: unknown[][] = [];
  let begun = false;
  try {
    for await (const chunk of stream) {
      const rows = chunk.flatMap((row) => parseRows<unknown[]>(row.text));
      if (begun) yield rows;
      else if ((head = [...head, ...rows]).length >= 2) {
        begun = true;
        yield head;
      }
    }
  } catch (error) {
    throw storeError(error);
  }
}
