import { CompromiseStore, type Calibration, type WatchedTick, type WatchUse } from '@anchorwatch/compromise';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { number, text } from '../clickhouse/json.js';
import { joined, partsOf } from '../clickhouse/parts.js';
import { readWatched, watchedTable } from './watched-rows.js';

/** What the compromise detectors stand on, in ClickHouse. */
export class ClickhouseCompromiseStore extends CompromiseStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  putCalibration(digest: string, calibration: Calibration): Promise<void> {
    const parts = partsOf(JSON.stringify(calibration));
    return inChunks(
      parts.map((body, part) => ({ body, part })),
      ({ body, part }) => `[${text(digest)},${number(part)},${number(parts.length)},${text(body)}]`,
      (lines) => this.clickhouse.insert('calibrations', ['digest', 'part', 'parts', 'body'], lines),
    );
  }

  async calibration(digest: string): Promise<Calibration | undefined> {
    const rows = await this.clickhouse.rows<[number, string]>(readCalibration, { digest });
    const json = joined(
      rows.map(([, body]) => body),
      rows[0]?.[0],
    );
    return json === undefined ? undefined : (JSON.parse(json) as Calibration);
  }

  putWatchedTicks(ticks: readonly WatchedTick[]): Promise<void> {
    const { line, names } = watchedTable;
    return inChunks(ticks, line, (lines) => this.clickhouse.insert('watched_ticks', names, lines));
  }

  async watchedTicks({
    baseline,
    ...asked
  }: Parameters<CompromiseStore['watchedTicks']>[0]): Promise<readonly WatchedTick[]> {
    const parameters = { ...asked, baseline: baseline ?? '', all: baseline === undefined };
    return (await this.clickhouse.rows(readWatchedTicks, parameters)).map(readWatched);
  }

  async watchUse(range: { from: number; to: number }): Promise<readonly WatchUse[]> {
    const rows = await this.clickhouse.rows<[string, number, number, number]>(readWatchUse, range);
    return rows.map(([model, questions, scored, spent]) => ({ model, questions, scored, spent }));
  }
}

const readCalibration = `
SELECT parts, body
FROM {database}.calibrations FINAL
WHERE digest = {digest:String}
ORDER BY part`;

const readWatchedTicks = `
SELECT ${watchedTable.select}
FROM {database}.watched_ticks FINAL
WHERE model = {model:String}
  AND ({all:Bool} OR baseline = {baseline:String})
  AND window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY window_to DESC, baseline
LIMIT {limit:UInt32}`;

const readWatchUse = `
SELECT model, sum(questions), sum(scored), sum(spent)
FROM {database}.watched_ticks FINAL
WHERE window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
GROUP BY model
ORDER BY model`;
