import {
  HEAT_FIELDS,
  surpriseOf,
  type Heat,
  type HeatCell,
  type HeatQuestion,
  type HeatRow,
  type HeatVerdict,
} from '@anchorwatch/detection';
import type { Clickhouse, Limits } from '../clickhouse/clickhouse.js';
import { parseNested } from '../clickhouse/json.js';
import { tableOf } from './columns.js';
import { verdictColumns } from './verdict-rows.js';

/** A person waits for it, and the watch must not. */
const limits: Limits = { seconds: 30, rows: 2_000, memoryBytes: 1024 ** 3 };

const shown = tableOf(verdictColumns.filter(({ name }) => (HEAT_FIELDS as readonly string[]).includes(name)));

/** Asks for the heat of verdicts, brought together in the database. */
export async function readHeat(clickhouse: Clickhouse, question: HeatQuestion): Promise<Heat> {
  const { model, from, to, cell_ms, subject, segment, rows } = question;
  const parameters = {
    model,
    from,
    to,
    cell_ms,
    rows,
    ...(subject === undefined ? {} : { subject }),
    ...(segment === undefined ? {} : { segment }),
  };
  const answer = await clickhouse.ask(heatQuery(question), parameters, limits);
  const found: HeatRow[] = [];
  let total = 0;
  for await (const page of answer.pages)
    for (const row of page) {
      const [subjectOf, segmentOf, cells, all] = row as [string, string, CellRow[], number];
      total = all;
      found.push({ subject: subjectOf, segment: segmentOf, cells: cells.map(readCell) });
    }
  return { rows: found, left_out: total - found.length };
}

type CellRow = readonly [cell: number, windows: number, alarms: number, insufficient: number, test: string, unknown[]];

function readCell([cell, windows, alarms, insufficient, test, row]: CellRow): HeatCell {
  const cells = shown.cells(row);
  const worst: HeatVerdict = {
    model_version: cells.text('model_version'),
    baseline: cells.text('baseline'),
    detector: cells.text('detector'),
    role: cells.text('role'),
    scale: cells.number('scale'),
    tick: cells.number('tick'),
    window_from: cells.number('window_from'),
    window_to: cells.number('window_to'),
    n: cells.number('n'),
    n_effective: cells.number('n_effective'),
    insufficient: cells.flag('insufficient'),
    psi: cells.number('psi'),
    psi_noise: cells.number('psi_noise'),
    psi_critical: cells.number('psi_critical'),
    ks: cells.number('ks'),
    ks_critical: cells.number('ks_critical'),
    alpha: cells.number('alpha'),
    p_value: cells.number('p_value'),
    alarm: cells.flag('alarm'),
    words: cells.text('words'),
    test: test === '' ? null : parseNested(test),
  };
  return { cell, windows, alarms, insufficient, surprise: surpriseOf(worst), worst };
}

/** `place` orders the windows of a cell completely, so that both aggregates take the same one: the order of `heatOf`. */
const heatQuery = (given: { subject?: string; segment?: string }): string => `
SELECT
    subject,
    segment,
    arraySort(inside -> inside.1, groupArray((cell, windows, alarms, thin, test, worst))),
    count() OVER ()
FROM
(
    SELECT
        subject,
        segment,
        cell,
        count() AS windows,
        countIf(alarm) AS alarms,
        countIf(insufficient) AS thin,
        min(ratio) AS least,
        JSONExtractArrayRaw(argMin(tests, place))[1] AS test,
        argMin((${shown.select}), place) AS worst
    FROM
    (
        SELECT
            *,
            toInt64(ceil((toUnixTimestamp64Milli(window_to) - {from:Int64}) / {cell_ms:Int64})) - 1 AS cell,
            p_value / alpha AS ratio,
            (ratio, insufficient, -ifNotFinite(psi, 0), -toUnixTimestamp64Milli(window_to), scale, detector, baseline) AS place
        FROM {database}.verdicts FINAL
        WHERE model = {model:String}
          AND window_to > fromUnixTimestamp64Milli({from:Int64}, 'UTC')
          AND window_to <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
          ${given.subject === undefined ? '' : 'AND subject = {subject:String}'}
          ${given.segment === undefined ? '' : 'AND segment = {segment:String}'}
    )
    GROUP BY subject, segment, cell
)
GROUP BY subject, segment
ORDER BY min(least), subject, segment
LIMIT {rows:UInt32}`;
