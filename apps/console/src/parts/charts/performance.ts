import type { PerformanceRow } from '../../data/performance.js';

/** The measures that rows speak of, the usual ones first. */
export function metricsIn(rows: readonly PerformanceRow[]): readonly string[] {
  const found = [...new Set(rows.map(({ metric }) => metric))].sort();
  const place = (metric: string): number => (usual.includes(metric) ? usual.indexOf(metric) : usual.length);
  return found.sort((a, b) => place(a) - place(b));
}

/** One measure over time, one row a window: of several versions the one with the most events. */
export function windowsOf(rows: readonly PerformanceRow[], metric: string): readonly PerformanceRow[] {
  const windows = new Map<number, PerformanceRow>();
  for (const row of rows) {
    if (row.metric !== metric) continue;
    const other = windows.get(row.window_to);
    if (!other || row.n > other.n) windows.set(row.window_to, row);
  }
  return [...windows.values()].sort((a, b) => a.window_to - b.window_to);
}

/** From the least to the most that is drawn, with some room; whole intervals are in it. */
export function spanOf(rows: readonly PerformanceRow[]): readonly [low: number, high: number] {
  const values = rows
    .flatMap(({ reference, estimated, realised }) => [
      reference,
      ...(estimated ? [estimated.low, estimated.high] : []),
      ...(realised ? [realised.low, realised.high] : []),
    ])
    .filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) * 0.08 || Math.max(0.01, Math.abs(high) * 0.05);
  return [low - room, high + room];
}

/** Stretches of neighbouring rows that have a value, so that no line is drawn through windows without one. */
export function runsOf(
  rows: readonly PerformanceRow[],
  has: (row: PerformanceRow) => boolean,
): readonly (readonly PerformanceRow[])[] {
  const runs: PerformanceRow[][] = [];
  let current: PerformanceRow[] | undefined;
  for (const row of rows) {
    if (!has(row)) current = undefined;
    else if (current) current.push(row);
    else runs.push((current = [row]));
  }
  return runs;
}

const usual: readonly string[] = ['accuracy', 'roc_auc', 'f1', 'rmse', 'mae', 'log_loss', 'brier'];
