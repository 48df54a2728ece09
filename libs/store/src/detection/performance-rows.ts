import type { PerformanceRow } from '@anchorwatch/detection';
import { columnsFor, tableOf, type Cells } from './columns.js';

const column = columnsFor<PerformanceRow>();

/** How a measure of one window lies in `performance`: all scalars, for Explore. */
export const performanceTable = tableOf<PerformanceRow>([
  column.text('model', (r) => r.model),
  column.text('model_version', (r) => r.model_version),
  column.text('baseline', (r) => r.baseline),
  column.text('metric', (r) => r.metric),
  column.text('segment', (r) => r.segment),
  column.number('tick', (r) => r.tick),
  column.number('ticks', (r) => r.ticks),
  column.time('window_from', (r) => r.window_from),
  column.time('window_to', (r) => r.window_to),
  column.number('first_offset', (r) => r.first_offset),
  column.number('last_offset', (r) => r.last_offset),
  column.number('n', (r) => r.n),
  column.number('reference', (r) => r.reference),
  column.maybe('estimated', (r) => r.estimated?.value ?? null),
  column.maybe('estimated_low', (r) => r.estimated?.low ?? null),
  column.maybe('estimated_high', (r) => r.estimated?.high ?? null),
  column.flag('reliable', (r) => r.reliable),
  column.text('reason', (r) => r.reason),
  column.maybe('realised', (r) => r.realised?.value ?? null),
  column.maybe('realised_low', (r) => r.realised?.low ?? null),
  column.maybe('realised_high', (r) => r.realised?.high ?? null),
  column.number('labelled', (r) => r.labelled),
  column.number('unmatched', (r) => r.unmatched),
  column.flag('settled', (r) => r.settled),
]);

/** The row that was written. */
export function readPerformance(row: readonly unknown[]): PerformanceRow {
  const cells = performanceTable.cells(row);
  return {
    model: cells.text('model'),
    model_version: cells.text('model_version'),
    baseline: cells.text('baseline'),
    metric: cells.text('metric'),
    segment: cells.text('segment'),
    tick: cells.number('tick'),
    ticks: cells.number('ticks'),
    window_from: cells.number('window_from'),
    window_to: cells.number('window_to'),
    first_offset: cells.number('first_offset'),
    last_offset: cells.number('last_offset'),
    n: cells.number('n'),
    reference: cells.number('reference'),
    estimated: interval(cells, 'estimated'),
    reliable: cells.flag('reliable'),
    reason: cells.text('reason'),
    realised: interval(cells, 'realised'),
    labelled: cells.number('labelled'),
    unmatched: cells.number('unmatched'),
    settled: cells.flag('settled'),
  };
}

function interval(cells: Cells, name: string): PerformanceRow['estimated'] {
  const [value, low, high] = [name, `${name}_low`, `${name}_high`].map((part) => cells.maybe(part));
  return value == null || low == null || high == null ? null : { value, low, high };
}
