import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { number, text } from './clickhouse/json.js';
import { packed } from './clickhouse/packed.js';
import type { Clickhouse } from './clickhouse/clickhouse.js';

/** What differs between installations of one schema. */
export interface Layout {
  /** The cluster's name for ON CLUSTER and replicated engines; undefined on a single node. */
  readonly cluster?: string;
  /** Days that telemetry is kept after it was stored. */
  readonly retentionDays: number;
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings the database up to this program: creates it, then runs every numbered file that has not run. Forward only. Each statement
 * may run twice, so a crash in the middle or two programs starting at once do no harm.
 * @throws when a file that has run was changed since, or when the database was made by a newer program
 */
export async function migrate(clickhouse: Clickhouse, layout: Layout): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const fill = (sql: string): string => filled(sql, clickhouse.database, layout);
  await clickhouse.command(fill('CREATE DATABASE IF NOT EXISTS {database} {on_cluster} ENGINE = Atomic'));
  await clickhouse.command(fill(createHistory));
  const history = await clickhouse.rows<[number, string]>(readHistory);
  const todo = pending(migrations, new Map(history));
  for (const migration of todo) {
    for (const statement of statementsOf(migration.sql)) await clickhouse.command(fill(statement));
    // Recorded after its statements: a crash before this line runs them again, which changes nothing.
    await clickhouse.insert(
      'schema_migrations',
      ['number', 'name', 'checksum'],
      packed([`[${number(migration.number)},${text(migration.name)},${text(migration.checksum)}]`]),
    );
  }
  await keepFor(clickhouse, layout, fill);
  return todo.map((migration) => migration.name);
}

/** Which migrations still have to run, given the checksums of those that have. */
export function pending(migrations: readonly Migration[], ran: ReadonlyMap<number, string>): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const [ranNumber, checksum] of ran) {
    const migration = known.get(ranNumber);
    if (migration === undefined) {
      throw new Error(`the database has migration ${ranNumber}, which this program does not know: run a newer program`);
    }
    if (migration.checksum !== checksum) {
      throw new Error(`migration ${migration.name} was changed after it had run: put it back and add a new one`);
    }
  }
  return migrations.filter((migration) => !ran.has(migration.number));
}

/** Puts names, engines and days into a template. */
export function filled(sql: string, database: string, layout: Layout): string {
  return sql
    .replaceAll('{database}', database)
    .replaceAll('{on_cluster}', layout.cluster === undefined ? '' : `ON CLUSTER '${layout.cluster}'`)
    .replaceAll('{replicated}', layout.cluster === undefined ? '' : 'Replicated')
    .replaceAll('{retention_days}', String(layout.retentionDays));
}

/** The statements of a file: each ends with a semicolon at the end of a line. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replaceAll(/--.*$/gm, '').trim() !== '');
}

/** The files beside `src` and `dist`, in order. Exported for the test that reads them. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const folder = new URL('../migrations/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, folder), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number(file.slice(0, 4)), name: file.slice(0, -4), sql, checksum };
    }),
  );
}

/** A changed retention reaches tables that exist already. */
async function keepFor(clickhouse: Clickhouse, layout: Layout, fill: (sql: string) => string): Promise<void> {
  const tables = await clickhouse.rows<[string, string]>(readTables, { database_name: clickhouse.database });
  for (const [table, definition] of tables) {
    if (definition.includes(`stored_at + toIntervalDay(${layout.retentionDays})`)) continue;
    await clickhouse.command(
      fill(`ALTER TABLE {database}.${table} {on_cluster} MODIFY TTL stored_at + INTERVAL {retention_days} DAY`),
    );
  }
}

const createHistory = `
CREATE TABLE IF NOT EXISTS {database}.schema_migrations {on_cluster}
(
    number UInt32,
    name String,
    checksum String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {replicated}ReplacingMergeTree
-- One row a migration, even when two programs ran it at once.
ORDER BY number`;

const readHistory = `
SELECT number, checksum
FROM {database}.schema_migrations FINAL
ORDER BY number`;

const readTables = `
SELECT name, create_table_query
FROM system.tables
WHERE database = {database_name:String}
  AND name IN ('inference_events', 'labels', 'rejections', 'watch_summaries', 'watcher_memories', 'feedback_memories')`;
