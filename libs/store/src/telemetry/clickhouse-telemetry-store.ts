import {
  TelemetryStore,
  type ModelTraffic,
  type StoredEvent,
  type SettledHalves,
  type StoredLabel,
  type StoredOutcome,
  type StoredRejection,
  type TelemetryPages,
  type WaitingHalves,
} from '@anchorwatch/telemetry';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { append } from './append.js';
import { EventInserts } from './event-inserts.js';
import { eventSelect, readEvent, type EventRow } from './event-rows.js';
import { halfColumns, halfLine, readNext, readWaiting, settledLines, type HalfRow, type NextRow } from './half-rows.js';
import { labelSelect, readLabel, readRejection, type LabelRow, type RejectionRow } from './label-rows.js';
import { readEventsOf, readLabelsOf } from './read-model.js';
import { readOutcomesOf } from './read-outcomes.js';
import { readPartition } from './read-partition.js';

/** Telemetry in ClickHouse. */
export class ClickhouseTelemetryStore extends TelemetryStore {
  private readonly inserts = new EventInserts();

  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  appendPages(pages: TelemetryPages, options: { fresh: boolean }): Promise<void> {
    return append(this.clickhouse, pages, options.fresh, this.inserts);
  }

  /**
   * One past the highest stored offset of events, labels and rejections. It says where the log was left, not that all before it
   * is there: a batch cut short by a crash may have left holes behind the highest offset. Whoever resumes reads again from some
   * 20,000 records before and appends those with `fresh: false`, which fills the holes and doubles nothing.
   */
  async nextOffset(topic: string, partition: number): Promise<number> {
    const [row] = await this.clickhouse.rows<[number | null]>(readHighest, { topic, partition });
    return row?.[0] == null ? 0 : row[0] + 1;
  }

  eventsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredEvent[]> {
    const table = { name: 'inference_events' as const, select: eventSelect, read: readEvent };
    return readPartition<EventRow, StoredEvent>(this.clickhouse, table, { topic, partition, from });
  }

  labelsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredLabel[]> {
    const table = { name: 'labels' as const, select: labelSelect, read: readLabel };
    return readPartition<LabelRow, StoredLabel>(this.clickhouse, table, { topic, partition, from });
  }

  eventsOf(
    model: string,
    range: { from: number; to: number; model_version?: string },
  ): AsyncIterable<readonly StoredEvent[]> {
    return readEventsOf(this.clickhouse, model, range);
  }

  labelsOf(model: string, range: { from: number; to: number }): AsyncIterable<readonly StoredLabel[]> {
    return readLabelsOf(this.clickhouse, model, range);
  }

  outcomesOf(
    model: string,
    range: { from: number; to: number },
    fields: readonly string[],
  ): AsyncIterable<readonly StoredOutcome[]> {
    return readOutcomesOf(this.clickhouse, model, range, fields);
  }

  async traffic(only?: string): Promise<readonly ModelTraffic[]> {
    type Row = [string, string, string, number, number, number];
    const sql = readTraffic(only !== undefined);
    const rows = await this.clickhouse.rows<Row>(sql, only === undefined ? {} : { model: only });
    return rows.map(([model, model_version, artefact_digest, events, first_event_time, last_event_time]) => ({
      model,
      model_version,
      artefact_digest,
      events,
      first_event_time,
      last_event_time,
    }));
  }

  async totals(): Promise<{ events: number; labels: number; rejections: number }> {
    const [[events, labels, rejections]] = (await this.clickhouse.rows<[number, number, number]>(readTotals)) as [
      [number, number, number],
    ];
    return { events, labels, rejections };
  }

  async rejections(limit: number): Promise<readonly StoredRejection[]> {
    return (await this.clickhouse.rows<RejectionRow>(readRejections, { limit })).map(readRejection);
  }

  settleHalves(settled: SettledHalves): Promise<void> {
    // In order: the position is in the last line.
    return inChunks(settledLines(settled), halfLine, (body) => this.clickhouse.insert('halves', halfColumns, body));
  }

  async waitingHalves(partition: number): Promise<WaitingHalves> {
    // The position first: halves that another owner settles in between are then read again, and none is left out.
    const [[next, sources] = [0, []]] = await this.clickhouse.rows<NextRow>(readNext, { partition });
    const rows = await this.clickhouse.rows<HalfRow>(readWaiting, { partition });
    const halves = rows.map(([model, request_id, side, time, body]) => ({ model, request_id, side, time, body }));
    return { halves, next, positions: sources.map(([source, time, idle]) => ({ source, time, idle })) };
  }
}

const readHighest = `
SELECT max(highest)
FROM
(
    SELECT maxOrNull(offset) AS highest
    FROM {database}.inference_events
    WHERE topic = {topic:String} AND partition = {partition:UInt32}
    UNION ALL
    SELECT maxOrNull(offset)
    FROM {database}.labels
    WHERE topic = {topic:String} AND partition = {partition:UInt32}
    UNION ALL
    SELECT maxOrNull(offset)
    FROM {database}.rejections
    WHERE topic = {topic:String} AND partition = {partition:UInt32}
)`;

const readTraffic = (ofOne: boolean) => `
SELECT
    model,
    model_version,
    artefact_digest,
    count(),
    toUnixTimestamp64Milli(min(event_time)),
    toUnixTimestamp64Milli(max(event_time))
FROM {database}.inference_events FINAL${ofOne ? '\nWHERE model = {model:String}' : ''}
GROUP BY model, model_version, artefact_digest
ORDER BY model, model_version, artefact_digest`;

const readTotals = `
SELECT
    (SELECT count() FROM {database}.inference_events FINAL),
    (SELECT count() FROM {database}.labels FINAL),
    (SELECT count() FROM {database}.rejections FINAL)`;

const readRejections = `
SELECT topic, partition, offset, part, field, reason, excerpt, model, toUnixTimestamp64Milli(rejected_at)
FROM {database}.rejections FINAL
ORDER BY rejected_at DESC, topic, partition, offset DESC, part DESC
LIMIT {limit:UInt32}`;
