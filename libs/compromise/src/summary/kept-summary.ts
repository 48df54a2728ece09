import type { Summary } from './summary.js';
import type { SummaryPoint } from './summary-point.js';

const HOUR_MS = 3_600_000;

/** Raised where a `Summary` comes to have other fields: those kept before are then no longer given. */
export const summaryFormat = 1;

/** Where a watched baseline stood after one of its questions. Of an hour of event time the latest is kept. */
export interface KeptSummary {
  readonly model: string;
  /** Digest. */
  readonly baseline: string;
  /** The beginning of the hour in which the last question was asked, milliseconds. */
  readonly hour: number;
  /** Event time of the last question. */
  readonly at: number;
  /** Questions of the baseline so far, and those of them that were read. */
  readonly questions: number;
  readonly scored: number;
  readonly summary: Summary;
}

/** One moment of what is drawn over time. */
export type KeptPoint = Omit<KeptSummary, 'model' | 'baseline' | 'summary'> & SummaryPoint;

/** The hour of an event time. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS;
}
