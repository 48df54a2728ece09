import {
  pointOf,
  summaryFormat,
  SummaryStore,
  type KeptPoint,
  type KeptSummary,
  type SummaryPoint,
} from '@anchorwatch/compromise';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { columnsFor, tableOf } from '../detection/columns.js';

const column = columnsFor<KeptSummary>();

const place = [
  column.time('hour', (kept) => kept.hour),
  column.time('last_question', (kept) => kept.at),
  column.number('questions', (kept) => kept.questions),
  column.number('scored', (kept) => kept.scored),
];
const points = tableOf<KeptSummary>([...place, column.json('point', ({ summary }) => pointOf(summary))]);
const summaries = tableOf<KeptSummary>([...place, column.json('summary', ({ summary }) => summary)]);
const whole = tableOf<KeptSummary>([
  column.text('model', ({ model }) => model),
  column.text('baseline', ({ baseline }) => baseline),
  column.number('format', () => summaryFormat),
  ...place,
  column.json('point', ({ summary }) => pointOf(summary)),
  column.json('summary', ({ summary }) => summary),
]);

/** How watches stood, in ClickHouse. */
export class ClickhouseSummaryStore extends SummaryStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  putSummary(summary: KeptSummary): Promise<void> {
    return inChunks([summary], whole.line, (lines) => this.clickhouse.insert('watch_summaries', whole.names, lines));
  }

  async summary(model: string, baseline: string, before?: number): Promise<KeptSummary | undefined> {
    const given = { model, baseline, before: before ?? 0, newest: before === undefined, format: summaryFormat };
    const [row] = await this.clickhouse.rows(readLatest, given);
    if (row === undefined) return undefined;
    const cells = summaries.cells(row);
    return { model, baseline, ...placeOf(cells), summary: cells.json('summary') };
  }

  async points(filter: Parameters<SummaryStore['points']>[0]): Promise<readonly KeptPoint[]> {
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const rows = await this.clickhouse.rows(readPoints(filter), { ...given, format: summaryFormat });
    return rows.map((row) => {
      const cells = points.cells(row);
      return { ...placeOf(cells), ...cells.json<SummaryPoint>('point') };
    });
  }
}

function placeOf(cells: ReturnType<typeof points.cells>) {
  return {
    hour: cells.number('hour'),
    at: cells.number('last_question'),
    questions: cells.number('questions'),
    scored: cells.number('scored'),
  };
}

const readLatest = `
SELECT ${summaries.select}
FROM {database}.watch_summaries FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND format = {format:UInt32}
  AND ({newest:Bool} OR watch_summaries.hour < fromUnixTimestamp64Milli({before:Int64}, 'UTC'))
ORDER BY watch_summaries.hour DESC
LIMIT 1`;

const readPoints = (given: Parameters<SummaryStore['points']>[0]): string => `
SELECT ${points.select}
FROM {database}.watch_summaries FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND format = {format:UInt32}
  ${given.from === undefined ? '' : "AND watch_summaries.hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"}
  ${given.to === undefined ? '' : "AND watch_summaries.hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"}
ORDER BY watch_summaries.hour DESC
LIMIT {limit:UInt32}`;
