import { afterAll, beforeAll } from '@jest/globals';
import { detectionStoreContract } from './detection-store.contract.js';
import { exploreStoreContract } from './explore-store.contract.js';
import { storedEmbeddingContract } from './stored-embedding.contract.js';
import { askingStoreContract } from '@anchorwatch/compromise/asking-contract';
import { compromiseStoreContract } from '@anchorwatch/compromise/contract';
import { summaryStoreContract } from '@anchorwatch/compromise/summary-contract';
import { ledgerStoreContract } from '@anchorwatch/governance/contract';
import { telemetryStoreContract } from '@anchorwatch/telemetry/contract';
import { trainingStoreContract } from '@anchorwatch/telemetry/training-contract';
import type { Store, StoreOptions } from '../open-store.js';
import { openStore } from '../open-store.js';

/**
 * Runs every contract on one way of reaching ClickHouse. Each test has a database of its own in the same engine, because opening
 * an engine takes longer than most tests.
 * @param where how to reach it; asked for when the first test starts
 */
export function allStoreContracts(name: string, where: () => StoreOptions): void {
  let count = 0;
  // One connection stays open throughout, so that the embedded engine is started once and not for every test.
  let kept: Store;
  beforeAll(async () => {
    kept = await openStore({ ...where(), database: 'contract' });
  });
  afterAll(() => kept.close());
  const fresh = async (): Promise<{ store: Store; close: () => Promise<void> }> => {
    count += 1;
    const store = await openStore({ ...where(), database: `contract_${process.pid}_${Date.now()}_${count}` });
    await store.migrate();
    return { store, close: () => store.close() };
  };
  const one =
    <Part>(part: (store: Store) => Part) =>
    async (): Promise<{ store: Part; close: () => Promise<void> }> => {
      const { store, close } = await fresh();
      return { store: part(store), close };
    };
  telemetryStoreContract(
    name,
    one((store) => store.telemetry),
  );
  trainingStoreContract(
    name,
    one((store) => store.training),
  );
  detectionStoreContract(
    name,
    one((store) => store.detection),
  );
  compromiseStoreContract(
    name,
    one((store) => store.compromise),
  );
  compromiseStoreContract(
    `${name}, for labels,`,
    one((store) => store.feedback as unknown as Store['compromise']),
  );
  askingStoreContract(
    name,
    one((store) => store.asking),
  );
  summaryStoreContract(
    name,
    one((store) => store.summaries),
  );
  ledgerStoreContract(
    name,
    one((store) => store.ledger),
  );
  exploreStoreContract(name, fresh);
  storedEmbeddingContract(name, fresh);
}
