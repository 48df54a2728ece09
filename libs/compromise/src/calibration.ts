import type { Blind } from './bits/detector.js';
import type { Comparables } from './exposure/comparable.js';
import type { Dispersion } from './rates/measure-dispersion.js';
import type { NullRate } from './rates/null-rate.js';
import type { Level } from './question.js';
import type { HealthySupport } from './supporting/supporting.js';
import type { Space } from './space.js';

/** What a bit does in healthy traffic. */
export interface BitCalibration {
  readonly bit: string;
  readonly rate: NullRate;
  readonly pooled: readonly Dispersion[];
  /** By level; absent where the healthy traffic names nobody, and of bits that are proof from whomever they come. */
  readonly principals: Readonly<Partial<Record<Level, PrincipalCalibration>>>;
}

/** What a bit does in the questions of one level's healthy principals. */
export interface PrincipalCalibration {
  readonly dispersion: readonly Dispersion[];
  /** Principals who set it much more often than others do, with the largest share of 20 questions: their own null. At most 500. */
  readonly own: Readonly<Record<string, number>>;
}

/** The frozen reference of the compromise detectors of one model version: made with its baseline, from the same events. */
export interface Calibration {
  readonly format: 1;
  readonly model: string;
  readonly model_version: string;
  readonly events: number;
  readonly space: Space | null;
  /** By detector: what it was fitted to, or why it is blind. */
  readonly detectors: Readonly<Record<string, unknown | Blind>>;
  readonly bits: readonly BitCalibration[];
  /** Who asked ten questions or more, at most 4,000, the heaviest; absent in calibrations made before they were told apart. */
  readonly regulars?: readonly string[];
  /** What healthy principals show of what is shown with findings; absent in calibrations made before there was any. */
  readonly supporting?: HealthySupport | null;
  /** How exposed healthy principals are, by level; absent in calibrations made before it was measured. */
  readonly exposure?: Comparables;
}
