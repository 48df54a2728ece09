import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import type { Pause } from './back-off.js';
import './codecs.js';
import { kafkaLogger, type Log } from './kafka-logger.js';

/** TLS material as PEM text. `{}` or `true` trusts the system's authorities. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly servername?: string;
}

interface Credentials<Mechanism extends string> {
  readonly mechanism: Mechanism;
  readonly username: string;
  readonly password: string;
}

/** Who we are for the broker. */
export type Sasl = Credentials<'plain'> | Credentials<'scram-sha-256'> | Credentials<'scram-sha-512'>;

/** How the brokers are reached and read. */
export interface KafkaOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | Tls;
  readonly sasl?: Sasl;
  /** Partitions handled at the same time by one subscription, ≥ 1; default 4. */
  readonly concurrency?: number;
  /** Copies of a topic that `ensureTopics` creates; default -1, the broker's own default. */
  readonly replicationFactor?: number;
  /** Bytes of one partition in one fetch, as the broker has them; default 2 MiB. All partitions of a fetch are at most 10 MiB. */
  readonly maxBytesPerPartition?: number;
  /** How long a fetch waits for the first message, milliseconds; default 500. */
  readonly maxWaitMs?: number;
  /** Without a heartbeat for so long the group takes the partitions away, milliseconds; default 30,000. */
  readonly sessionTimeoutMs?: number;
  /** Distance of two heartbeats, milliseconds; default 3,000. */
  readonly heartbeatMs?: number;
  /** After so long without any sign of the consumer it counts as deaf, milliseconds; default 30,000. */
  readonly silentMs?: number;
  /** How often the ends of the owned partitions are asked for, milliseconds; default 5,000. */
  readonly endsEveryMs?: number;
  /** Messages that may wait to be sent before `publish` waits too; default 100,000. */
  readonly maxPending?: number;
  readonly log?: Log;
  readonly pause?: Pause;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** The client of the brokers. Bounded everywhere: a request ends after 30 s, a connection attempt after 5 s. */
export function connectTo({ brokers, clientId, ssl, sasl, log = () => undefined }: KafkaOptions): Kafka {
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    ssl: typeof ssl === 'object' ? tls(ssl) : (ssl ?? false),
    connectionTimeout: 5_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 200, retries: 5, maxRetryTime: 5_000 },
    logCreator: () => kafkaLogger(log),
  };
  return new kafkajs.Kafka(sasl ? { ...config, sasl } : config);
}

function tls({ ca, ...rest }: Tls) {
  return ca === undefined ? rest : { ...rest, ca: [ca] };
}
