import { readFile } from 'node:fs/promises';
import { openBus, type Bus } from '@anchorwatch/bus';
import { keyedHashes, type KeyedHashes } from '@anchorwatch/compromise';
import type { Store } from '@anchorwatch/store';
import { makePseudonymiser } from '@anchorwatch/telemetry';
import type { Config } from '../config/schema.js';
import { openConfiguredStore } from './configured-store.js';
import { makeLogger, type Logger } from './log.js';
import { Metrics } from './metrics.js';
import { nextTrainingOffset } from './next-training-offset.js';
import { principalSecret } from './principal-secret.js';
import { TOPICS } from './topics.js';

/** What every role stands on. */
export class Infrastructure {
  constructor(
    readonly config: Config,
    readonly store: Store,
    readonly bus: Bus,
    readonly log: Logger,
    readonly metrics: Metrics,
    readonly pseudonymise: (name: string) => string,
    /** Of the texts of language models. */
    readonly textHashes: KeyedHashes,
  ) {}

  /** The bus first: nothing may be published towards a store that is gone. */
  async close(): Promise<void> {
    await this.bus.close();
    await this.store.close();
  }
}

/** Opens the store (migrated) and the bus that the configuration names. */
export async function openInfrastructure(config: Config): Promise<Infrastructure> {
  const log = makeLogger(config.log_level);
  const secret = await principalSecret(config);
  const store = await openConfiguredStore(config);
  try {
    await store.migrate();
    const bus = await openConfiguredBus(config, store, log);
    return new Infrastructure(config, store, bus, log, new Metrics(), makePseudonymiser(secret), keyedHashes(secret));
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openConfiguredBus(config: Config, store: Store, log: Logger): Promise<Bus> {
  const { kafka } = config;
  if (kafka.brokers.length === 0)
    // Offsets go on where the store ends, so that a restart never gives two records one source.
    return openBus({ kind: 'memory', firstOffsets: (topic, partition) => firstOffset(store, topic, partition) });
  const bus = openBus({
    kind: 'kafka',
    brokers: kafka.brokers,
    clientId: kafka.client_id,
    ssl: kafka.ssl && kafka.ssl_ca_file ? { ca: await readFile(kafka.ssl_ca_file, 'utf8') } : kafka.ssl,
    sasl: kafka.sasl_mechanism
      ? { mechanism: kafka.sasl_mechanism, username: kafka.sasl_username ?? '', password: kafka.sasl_password ?? '' }
      : undefined,
    sessionTimeoutMs: kafka.session_timeout,
    heartbeatMs: kafka.session_timeout / 10,
    log: (level, message, details) => log[level]({ ...details, part: 'kafka' }, message),
  });
  await bus.ensureTopics(
    [...Object.values(TOPICS), ...kafka.kserve_topics].map((topic) => ({ topic, partitions: kafka.partitions })),
  );
  return bus;
}

async function firstOffset(store: Store, topic: string, partition: number): Promise<number> {
  if (topic === TOPICS.training) return nextTrainingOffset(store, topic, partition);
  return topic === TOPICS.events || topic === TOPICS.labels ? store.telemetry.nextOffset(topic, partition) : 0;
}
