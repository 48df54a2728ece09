import type { Calibration } from './calibration.js';

/** Remembers what the compromise detectors stand on. Every write may be repeated: identity is derived. */
export abstract class CompromiseStore {
  /** @param digest of the calibration: `digestOf` */
  abstract putCalibration(digest: string, calibration: Calibration): Promise<void>;
  /** Undefined where it was never put, or only in part. */
  abstract calibration(digest: string): Promise<Calibration | undefined>;
}
