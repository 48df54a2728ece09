import type { Calibration } from './calibration.js';
import type { KeptMemory } from './kept-memory.js';
import type { WatchedTick, WatchUse } from './watched-tick.js';

/**
 * Remembers what one watch for compromise stands on: that of questions, or with what is fitted to them that of labels, whose ticks and memories then count
 * labelled questions. Every write may be repeated: identity is derived.
 */
export abstract class CompromiseStore<Fitted = Calibration> {
  /**
   * The calibration of a baseline, put before the baseline is. It is frozen: of two the first stays.
   * @param baseline digest
   */
  abstract putCalibration(baseline: string, calibration: Fitted): Promise<void>;
  /** Undefined where it was never put, or only in part. */
  abstract calibration(baseline: string): Promise<Fitted | undefined>;

  /** One of a later tick replaces it, but not before it is whole. */
  abstract putMemory(memory: KeptMemory): Promise<void>;
  /** The latest of a baseline that is whole; undefined where there is none. */
  abstract memory(model: string, baseline: string): Promise<KeptMemory | undefined>;

  abstract putWatchedTicks(ticks: readonly WatchedTick[]): Promise<void>;
  /** The newest first, by their end: from <= end < to. All that end at one time come together, so there may be more than `limit`. */
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
