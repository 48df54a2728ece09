import {
  CompromiseStore,
  type Calibration,
  type KeptMemory,
  type WatchedTick,
  type WatchUse,
} from '@anchorwatch/compromise';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { number, text } from '../clickhouse/json.js';
import { joined, partsOf } from '../clickhouse/parts.js';
import { putMemory, readMemory } from './memory-rows.js';
import { readWatched, watchedTable } from './watched-rows.js';

/** Where a watch lies. */
export interface WatchTables {
  readonly calibrations: string;
  readonly memories: string;
  readonly ticks: string;
}

export const questionTables: WatchTables = {
  calibrations: 'calibrations',
  memories: 'watcher_memories',
  ticks: 'watched_ticks',
};
export const feedbackTables: WatchTables = {
  calibrations: 'feedback_calibrations',
  memories: 'feedback_memories',
  ticks: 'feedback_ticks',
};

/** What a watch for compromise stands on, in ClickHouse. */
export class ClickhouseCompromiseStore<Fitted = Calibration> extends CompromiseStore<Fitted> {
  constructor(
    private readonly clickhouse: Clickhouse,
    private readonly tables: WatchTables,
  ) {
    super();
  }

  async putCalibration(baseline: string, calibration: Fitted): Promise<void> {
    if (await this.calibration(baseline)) return;
    const parts = partsOf(JSON.stringify(calibration));
    await inChunks(
      parts.map((body, part) => ({ body, part })),
      ({ body, part }) => `[${text(baseline)},${number(part)},${number(parts.length)},${text(body)}]`,
      (lines) => this.clickhouse.insert(this.tables.calibrations, ['baseline', 'part', 'parts', 'body'], lines),
    );
  }

  async calibration(baseline: string): Promise<Fitted | undefined> {
    const rows = await this.clickhouse.rows<[number, string]>(readCalibration(this.tables), { baseline });
    const json = joined(
      rows.map(([, body]) => body),
      rows[0]?.[0],
    );
    return json === undefined ? undefined : (JSON.parse(json) as Fitted);
  }

  putMemory(memory: KeptMemory): Promise<void> {
    return putMemory(this.clickhouse, this.tables.memories, memory);
  }

  memory(model: string, baseline: string): Promise<KeptMemory | undefined> {
    return readMemory(this.clickhouse, this.tables.memories, { model, baseline });
  }

  putWatchedTicks(ticks: readonly WatchedTick[]): Promise<void> {
    const { line, names } = watchedTable;
    return inChunks(ticks, line, (lines) => this.clickhouse.insert(this.tables.ticks, names, lines));
  }

  async watchedTicks({
    baseline,
    ...asked
  }: Parameters<CompromiseStore['watchedTicks']>[0]): Promise<readonly WatchedTick[]> {
    const parameters = { ...asked, baseline: baseline ?? '', all: baseline === undefined };
    const ticks = (await this.clickhouse.rows(readWatchedTicks(this.tables), parameters)).map(readWatched);
    return ticks.sort((one, other) => other.to - one.to || (one.baseline < other.baseline ? -1 : 1));
  }

  async watchUse(range: { from: number; to: number }): Promise<readonly WatchUse[]> {
    const rows = await this.clickhouse.rows<[string, number, number, number]>(readWatchUse(this.tables), range);
    return rows.map(([model, questions, scored, spent]) => ({ model, questions, scored, spent }));
  }
}

const readCalibration = ({ calibrations }: WatchTables): string => `
SELECT parts, body
FROM {database}.${calibrations} FINAL
WHERE baseline = {baseline:String}
ORDER BY part`;

const readWatchedTicks = ({ ticks }: WatchTables): string => `
SELECT ${watchedTable.select}
FROM {database}.${ticks} FINAL
WHERE model = {model:String}
  AND ({all:Bool} OR baseline = {baseline:String})
  AND window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY window_to DESC
LIMIT {limit:UInt32} WITH TIES`;

const readWatchUse = ({ ticks }: WatchTables): string => `
SELECT model, sum(questions), sum(scored), sum(spent)
FROM {database}.${ticks} FINAL
WHERE window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
GROUP BY model
ORDER BY model`;
