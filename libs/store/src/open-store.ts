import type { AskingStore, CompromiseStore, FeedbackCalibration, SummaryStore } from '@anchorwatch/compromise';
import type { DetectionStore } from '@anchorwatch/detection';
import type { LedgerStore } from '@anchorwatch/governance';
import type { TelemetryStore, TrainingStore } from '@anchorwatch/telemetry';
import type { Clickhouse } from './clickhouse/clickhouse.js';
import { openEmbedded } from './clickhouse/embedded.js';
import { openServer, type Account } from './clickhouse/server.js';
import { ClickhouseAskingStore } from './compromise/clickhouse-asking-store.js';
import { ClickhouseCompromiseStore, feedbackTables, questionTables } from './compromise/clickhouse-compromise-store.js';
import { ClickhouseSummaryStore } from './compromise/clickhouse-summary-store.js';
import { ClickhouseDetectionStore } from './detection/clickhouse-detection-store.js';
import { ExploreStore } from './explore/explore-store.js';
import { ClickhouseLedgerStore } from './governance/clickhouse-ledger-store.js';
import { migrate } from './migrate.js';
import { ClickhouseTelemetryStore } from './telemetry/clickhouse-telemetry-store.js';
import { ClickhouseTrainingStore } from './training/clickhouse-training-store.js';

/** Where the store is and how it is laid out. `url` means a server; without it the engine runs in this process. */
export interface StoreOptions {
  /** `http://host:8123`, or https. */
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
  /** Letters, digits and `_`; never `default`. */
  readonly database?: string;
  /** The embedded engine's directory; created when it is not there. */
  readonly dataDir?: string;
  /** The account that analysts' questions run under on a server; the other account, read-only, when not given. */
  readonly readOnlyExplore?: Account;
  /** The cluster's name when the server is one node of several; tables are then replicated. */
  readonly cluster?: string;
  /** Days that telemetry is kept after it was stored. */
  readonly retentionDays?: number;
}

/** Everything the monitor remembers. */
export interface Store {
  readonly telemetry: TelemetryStore;
  readonly training: TrainingStore;
  readonly detection: DetectionStore;
  /** The watch of questions. */
  readonly compromise: CompromiseStore;
  /** The watch of labels. */
  readonly feedback: CompromiseStore<FeedbackCalibration>;
  readonly asking: AskingStore;
  readonly summaries: SummaryStore;
  readonly ledger: LedgerStore;
  readonly explore: ExploreStore;
  readonly engine: 'server' | 'embedded';
  /** ClickHouse's own. */
  readonly version: string;
  /** Resolves when the store answers. @throws {StoreUnavailable} */
  ping(): Promise<void>;
  /** Brings the schema up to this program, and names what was run. May be called by several programs at once. */
  migrate(): Promise<readonly string[]>;
  /** Waits for what is under way and lets the data directory or the sockets go. */
  close(): Promise<void>;
}

/**
 * Opens the store; call `migrate` before anything is stored.
 * @throws {StoreUnavailable} when a server does not answer yet
 * @throws {DataDirectoryInUse} when another process holds the data directory
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = options.database ?? 'anchorwatch';
  if (!/^[A-Za-z_]\w{0,63}$/.test(database) || /^(default|system|information_schema)$/i.test(database)) {
    throw new Error(
      `database: expected a name of letters, digits and _ that is not ClickHouse's own, got "${database}"`,
    );
  }
  const clickhouse = await connect(options, database);
  const layout = { cluster: options.cluster, retentionDays: options.retentionDays ?? 400 };
  return {
    telemetry: new ClickhouseTelemetryStore(clickhouse),
    training: new ClickhouseTrainingStore(clickhouse),
    detection: new ClickhouseDetectionStore(clickhouse),
    compromise: new ClickhouseCompromiseStore(clickhouse, questionTables),
    feedback: new ClickhouseCompromiseStore<FeedbackCalibration>(clickhouse, feedbackTables),
    asking: new ClickhouseAskingStore(clickhouse),
    summaries: new ClickhouseSummaryStore(clickhouse),
    ledger: new ClickhouseLedgerStore(clickhouse),
    explore: new ExploreStore(clickhouse),
    engine: clickhouse.engine,
    version: clickhouse.version,
    ping: () => clickhouse.ping(),
    migrate: () => migrate(clickhouse, layout),
    close: () => clickhouse.close(),
  };
}

function connect(options: StoreOptions, database: string): Promise<Clickhouse> {
  if (options.cluster !== undefined && !/^[\w.-]+$/.test(options.cluster)) {
    throw new Error(`cluster: expected a name of letters, digits, _, . and -, got "${options.cluster}"`);
  }
  if (options.url !== undefined) {
    const account = { username: options.username ?? 'default', password: options.password ?? '' };
    return openServer(options.url, account, options.readOnlyExplore, database);
  }
  if (options.dataDir === undefined) throw new Error('the store needs a url (server) or a dataDir (embedded)');
  return openEmbedded(options.dataDir, database);
}
