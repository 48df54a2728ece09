import type { WatchedTick } from '@anchorwatch/compromise';
import { columnsFor, tableOf } from '../detection/columns.js';

const column = columnsFor<WatchedTick>();

/** How a watched tick lies in `watched_ticks`. */
export const watchedTable = tableOf<WatchedTick>([
  column.text('model', (w) => w.model),
  column.text('baseline', (w) => w.baseline),
  column.number('tick', (w) => w.tick),
  column.time('window_from', (w) => w.from),
  column.time('window_to', (w) => w.to),
  column.number('questions', (w) => w.questions),
  column.number('scored', (w) => w.scored),
  column.number('spent', (w) => w.spent),
]);

/** The tick that was written. */
export function readWatched(row: readonly unknown[]): WatchedTick {
  const cells = watchedTable.cells(row);
  return {
    model: cells.text('model'),
    baseline: cells.text('baseline'),
    tick: cells.number('tick'),
    from: cells.number('window_from'),
    to: cells.number('window_to'),
    questions: cells.number('questions'),
    scored: cells.number('scored'),
    spent: cells.number('spent'),
  };
}
