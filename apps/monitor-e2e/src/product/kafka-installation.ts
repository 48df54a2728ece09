import { fileURLToPath } from 'node:url';
import { NODE, PROGRAM, environment } from './built.js';
import { Client } from './client.js';
import { freePort } from './free-port.js';
import { Member } from './kafka-member.js';
import { SECRET } from './kafka-story.js';
import type { TempFolder } from './temp-folder.js';

const FRONT = fileURLToPath(new URL('../../../../deploy/local-clickhouse/server.mjs', import.meta.url));

/** Which roles each process plays, by the process's name. */
export type Layout = Readonly<Record<string, string>>;

export const FOUR: Layout = { ingest: 'ingest', detect: 'detect', respond: 'respond', api: 'api' };
export const FIVE: Layout = { ...FOUR, 'detect-2': 'detect' };
export const ONE: Layout = { all: 'ingest,detect,respond,api' };

/** How an installation is laid out. */
export interface InstallationOptions {
  readonly layout: Layout;
  readonly folder: TempFolder;
  readonly brokers: string;
  readonly partitions?: number;
  /** `ANCHORWATCH_…` settings of every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A YAML file for every process, given as `--config`. */
  readonly config?: string;
}

/** A distributed installation on one machine: Kafka, the store's front, and the roles, each process under supervision. */
export class Installation {
  readonly members = new Map<string, Member>();
  private readonly urls: Record<string, string> = {};

  private constructor(
    private readonly options: InstallationOptions,
    readonly storeUrl: string,
  ) {}

  /** Starts the store's front, then every process; resolves when all are ready. */
  static async start(options: InstallationOptions): Promise<Installation> {
    const port = await freePort();
    const storeUrl = `http://127.0.0.1:${port}`;
    const installation = new Installation(options, storeUrl);
    installation.members.set('store', storeFront(options.folder.file('store'), port));
    try {
      await installation.member('store').start();
      // One after the other: each then takes its partitions from the one before without a second turn.
      for (const [name, roles] of Object.entries(options.layout)) await (await installation.add(name, roles)).start();
      return installation;
    } catch (error) {
      await installation.stop().catch(() => undefined);
      throw error;
    }
  }

  /** One more process, not started yet; `flags` are Node's own. */
  async add(name: string, roles: string, flags: readonly string[] = []): Promise<Member> {
    const port = await freePort();
    const member = roleProcess(name, port, roles, this.storeUrl, this.options, flags);
    this.urls[name] = `http://127.0.0.1:${port}`;
    this.members.set(name, member);
    return member;
  }

  member(name: string): Member {
    const found = this.members.get(name);
    if (found === undefined) throw new Error(`there is no process ${name}`);
    return found;
  }

  url(name: string): string {
    return this.urls[name] ?? '';
  }

  /** The REST API of the process that plays `api`. */
  client(key?: string): Client {
    return new Client(this.urls['api'] ?? this.urls['all'] ?? '', key);
  }

  /** Stops the roles, then the store. A process that hung is killed, and the stop fails once all are gone. */
  async stop(): Promise<void> {
    const [store, ...roles] = [...this.members.values()];
    const ends = await Promise.allSettled(roles.map((member) => member.stop()));
    ends.push(...(await Promise.allSettled([store!.stop()])));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

/** ClickHouse's HTTP interface over a folder, in a process of its own. */
export function storeFront(dir: string, port: number): Member {
  return new Member({
    name: 'store',
    command: NODE,
    args: [FRONT, '--data', dir, '--port', String(port)],
    env: process.env,
    readyUrl: `http://127.0.0.1:${port}/ping`,
  });
}

function roleProcess(
  name: string,
  port: number,
  roles: string,
  storeUrl: string,
  options: InstallationOptions,
  flags: readonly string[],
): Member {
  const { folder, brokers, partitions = 8, env = {}, config } = options;
  return new Member({
    name,
    command: NODE,
    args: [...flags, PROGRAM, 'serve', ...(config === undefined ? [] : ['--config', config])],
    env: environment({
      ANCHORWATCH_ROLES: roles,
      ANCHORWATCH_DATA_DIR: folder.file(name),
      ANCHORWATCH_STORE_URL: storeUrl,
      ANCHORWATCH_KAFKA_BROKERS: brokers,
      ANCHORWATCH_KAFKA_PARTITIONS: String(partitions),
      ANCHORWATCH_KAFKA_SESSION_TIMEOUT: '6s',
      ANCHORWATCH_HTTP_PORT: String(port),
      ANCHORWATCH_INTAKE_PRINCIPAL_SECRET: SECRET,
      ANCHORWATCH_LOG_LEVEL: 'warn',
      ...env,
    }),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
}
