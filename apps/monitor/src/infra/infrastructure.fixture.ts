import { tmpdir } from 'node:os';
import { MemoryBus, type Bus } from '@anchorwatch/bus';
import { keyedHashes, MemoryAskingStore, MemoryCompromiseStore, MemorySummaryStore } from '@anchorwatch/compromise';
import { MemoryLedgerStore } from '@anchorwatch/governance';
import { MemoryDetectionStore, type Store } from '@anchorwatch/store';
import { MemoryTelemetryStore, MemoryTrainingStore, type TelemetryStore } from '@anchorwatch/telemetry';
import { loadConfig } from '../config/load.js';
import { Infrastructure } from './infrastructure.js';
import { makeLogger } from './log.js';
import { Metrics } from './metrics.js';

/** Everything a role or a controller stands on, in memory, silent, with principals that stay readable. */
export async function memoryInfrastructure(
  given: { bus?: Bus; telemetry?: TelemetryStore; env?: Readonly<Record<string, string>> } = {},
): Promise<Infrastructure> {
  const loaded = await loadConfig(undefined, {
    ANCHORWATCH_LOG_LEVEL: 'silent',
    ANCHORWATCH_DATA_DIR: tmpdir(),
    ...given.env,
  });
  if (loaded.kind !== 'ok') throw new Error('the configuration is sound');
  const store = {
    telemetry: given.telemetry ?? new MemoryTelemetryStore(),
    training: new MemoryTrainingStore(),
    detection: new MemoryDetectionStore(),
    compromise: new MemoryCompromiseStore(),
    feedback: new MemoryCompromiseStore(),
    asking: new MemoryAskingStore(),
    summaries: new MemorySummaryStore(),
    ledger: new MemoryLedgerStore(),
  } as unknown as Store;
  const hashes = keyedHashes('a secret of the specs');
  const bus = given.bus ?? new MemoryBus();
  return new Infrastructure(loaded.config, store, bus, makeLogger('silent'), new Metrics(), (name) => name, hashes);
}
