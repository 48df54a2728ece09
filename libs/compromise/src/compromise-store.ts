import type { Calibration } from './calibration.js';
import type { WatchedTick, WatchUse } from './watched-tick.js';

/** Remembers what the compromise detectors stand on. Every write may be repeated: identity is derived. */
export abstract class CompromiseStore {
  /** @param digest of the calibration: `digestOf` */
  abstract putCalibration(digest: string, calibration: Calibration): Promise<void>;
  /** Undefined where it was never put, or only in part. */
  abstract calibration(digest: string): Promise<Calibration | undefined>;

  abstract putWatchedTicks(ticks: readonly WatchedTick[]): Promise<void>;
  /** The newest first, by their end: from <= end < to. */
  abstract watchedTicks(filter: {
    model: string;
    baseline?: string;
    from: number;
    to: number;
    limit: number;
  }): Promise<readonly WatchedTick[]>;
  /** Those that ended in [from, to), added up by model, in the order of their names. */
  abstract watchUse(range: { from: number; to: number }): Promise<readonly WatchUse[]>;
}
