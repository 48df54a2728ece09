import type { Interval } from './interval.js';
import type { MetricName } from './task.js';

/** One measure of performance in one window of events: what labels show, and what would be expected without them. */
export interface PerformanceRow {
  readonly model: string;
  readonly model_version: string;
  readonly baseline: string;
  readonly metric: MetricName;
  readonly segment: string;
  /** Last tick of the window, and its length in ticks. */
  readonly tick: number;
  readonly ticks: number;
  readonly window_from: number;
  readonly window_to: number;
  readonly first_offset: number;
  readonly last_offset: number;
  /** Events in the window. */
  readonly n: number;
  /** The baseline's value. */
  readonly reference: number;
  /** Without labels, from calibrated scores; the interval is that of what labels would show. */
  readonly estimated: Interval | null;
  /** False where the estimate must not be relied on, or there is none; `reason` says why, and is '' otherwise. */
  readonly reliable: boolean;
  readonly reason: string;
  /** By the labels that became known in the window. */
  readonly realised: Interval | null;
  readonly labelled: number;
  /** Labels whose event nobody knows; they are told for the whole traffic. */
  readonly unmatched: number;
  /** Whether the labels of the window have been judged; until then `realised` is null. */
  readonly settled: boolean;
}

/** A stretch of whole ticks. */
export interface PerformanceWindow {
  readonly first_tick: number;
  readonly tick: number;
  readonly from: number;
  readonly to: number;
  readonly first_offset: number;
  readonly last_offset: number;
}
