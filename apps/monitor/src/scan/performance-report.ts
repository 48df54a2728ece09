import { metricWords, type PerformanceRow } from '@anchorwatch/detection';
import type { Blind } from './blind.js';
import type { ScanResult } from './scan.js';

/** The performance of every window, for `--json`. @param time how a moment is written */
export function performanceJson({ performance }: ScanResult, time: (at: number) => string | number) {
  return performance.map((row) => ({
    metric: row.metric,
    segment: row.segment,
    window: {
      first_event: row.first_offset,
      last_event: row.last_offset,
      from: time(row.window_from),
      to: time(row.window_to),
    },
    n: row.n,
    reference: row.reference,
    estimated: row.estimated,
    reliable: row.reliable,
    reason: row.reason,
    realised: row.realised,
    labelled: row.labelled,
    unmatched: row.unmatched,
  }));
}

/** What of performance could not be watched, and why. */
export function performanceBlind({ baseline, performance }: ScanResult): readonly Blind[] {
  const { performance: measured } = baseline;
  if (measured === undefined)
    return [
      { detector: 'performance', reason: 'there are no labels in the baseline' },
      { detector: 'performance: estimated', reason: 'there are no labels in the baseline to calibrate the score with' },
    ];
  if (measured.kind === 'blind') return [{ detector: 'performance', reason: measured.reason }];
  const blind: Blind[] = [];
  if (performance.length === 0)
    return [{ detector: 'performance over time', reason: 'the file has fewer than 1,000 events after the baseline' }];
  const whole = performance.filter((row) => row.segment === '' && row.metric !== 'ece');
  if (whole.every((row) => row.realised === null))
    blind.push({ detector: 'performance: realised', reason: 'there are no labels after the baseline' });
  const unknown = performance.reduce((sum, row) => Math.max(sum, row.segment === '' ? row.unmatched : 0), 0);
  if (unknown > 0)
    blind.push({
      detector: 'performance: realised',
      reason: `up to ${unknown} labels of a window belong to no known event`,
    });
  return [...blind, ...unreliable(whole)];
}

/** Each reason once, with how many windows it concerns. */
function unreliable(rows: readonly PerformanceRow[]): readonly Blind[] {
  const [metric] = rows.map((row) => row.metric);
  const reasons = new Map<string, number>();
  for (const row of rows.filter((one) => one.metric === metric && !one.reliable)) {
    const reason = row.reason.replace(/: of .*/, '');
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, windows]) => ({
    detector: 'performance: estimated',
    reason: `${reason} (${windows} ${windows === 1 ? 'window' : 'windows'})`,
  }));
}

const WINDOWS_SHOWN = 12;
const METRICS_SHOWN = ['accuracy', 'roc_auc', 'rmse', 'mae'];

/** The main measures of the whole traffic over time, for a terminal. */
export function performanceLines({ performance }: ScanResult): string[] {
  const shown = METRICS_SHOWN.filter((name) => performance.some((row) => row.metric === name)).slice(0, 2);
  return shown.flatMap((name) => {
    const rows = performance.filter((row) => row.metric === name && row.segment === '');
    const step = Math.ceil(rows.length / WINDOWS_SHOWN);
    const some = rows.filter((_, k) => k % step === 0);
    return [
      `Performance: ${metricWords[rows[0]!.metric]}, baseline ${short(rows[0]!.reference)}${step > 1 ? `, one window in ${step} (--json lists all)` : ''}`,
      ...some.map(
        (row) =>
          `  events ${row.first_offset} to ${row.last_offset}: realised ${interval(row.realised)}, estimated ${interval(row.estimated)}` +
          (row.estimated !== null && !row.reliable ? `, not to be relied on: ${row.reason}` : ''),
      ),
      '',
    ];
  });
}

function interval(of: PerformanceRow['realised']): string {
  return of === null ? 'unknown' : `${short(of.value)} (${short(of.low)} to ${short(of.high)})`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
