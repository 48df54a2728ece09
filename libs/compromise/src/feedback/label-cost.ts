import type { FeedbackCalibration } from './calibrate-feedback.js';

/** Microseconds of one core for a label, a little above what was measured (docs/detectors.md): a forest, tables and sums … */
const always = 60;
/** … and the distances of its question to a thousand others, by coordinate. */
const ofCoordinate = 1;

/** About how long one label takes a watcher with this calibration, in seconds of one core. A function of the calibration alone. */
export function labelCost({ space }: Pick<FeedbackCalibration, 'space'>): number {
  return (always + ofCoordinate * (space?.dimensions ?? 0)) / 1e6;
}
