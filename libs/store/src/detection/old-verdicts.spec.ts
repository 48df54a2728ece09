import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { openEmbedded } from '../clickhouse/embedded.js';
import { packed } from '../clickhouse/packed.js';
import { verdict } from '../contract/detection.fixture.js';
import { filled, migrate, readMigrations, statementsOf } from '../migrate.js';
import { ClickhouseDetectionStore } from './clickhouse-detection-store.js';
import { verdictColumns, verdictTable } from './verdict-rows.js';
import { tableOf } from './columns.js';

const dataDir = mkdtempSync(join(tmpdir(), 'anchorwatch-old-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('a verdict written before it said what it cost is counted as it was then: each result at its alpha', async () => {
  const clickhouse = await openEmbedded(dataDir, 'anchorwatch');
  const layout = { retentionDays: 400 };
  const run = async (sql: string) => {
    for (const one of statementsOf(sql)) await clickhouse.command(filled(one, clickhouse.database, layout));
  };
  await migrate(clickhouse, layout);
  await run('ALTER TABLE {database}.verdicts DROP COLUMN cost;');
  const before = tableOf(verdictColumns.filter(({ name }) => name !== 'cost'));
  const test = { statistic: 'ks', value: 0.1, p_value: 0.4, critical: 0.2 };
  const old = verdict({ tick: 1, window_to: 60_000, alpha: 0.25, tests: [test, { ...test, statistic: 'v1' }] });
  await clickhouse.insert('verdicts', before.names, packed([before.line(old)]));
  await run((await readMigrations()).find(({ number }) => number === 8)!.sql);
  const newer = verdict({ tick: 2, window_to: 120_000, alpha: 0.25, cost: 2, tests: [test] });
  await clickhouse.insert('verdicts', verdictTable.names, packed([verdictTable.line(newer)]));
  const store = new ClickhouseDetectionStore(clickhouse);
  expect(await store.budgetUse({ from: 0, to: 180_000 })).toMatchObject([{ tests: 3, spent: 2.5 }]);
  expect(await store.verdicts({ model: old.model, limit: 2 })).toEqual([newer, { ...old, cost: 0.5 }]);
  await clickhouse.close();
});
