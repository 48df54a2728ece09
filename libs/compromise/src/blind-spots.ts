import { isBlind } from './bits/detector.js';
import { detectors } from './bits/detectors.js';
import { enoughBits } from './calibrate.js';
import { isJudged, windowsBehind } from './budget.js';
import type { Calibration } from './calibration.js';
import { levels } from './question.js';
import { enoughWindows } from './rates/measure-dispersion.js';

/** What cannot be watched, and why. */
export interface BlindSpot {
  /** A bit, with the level where only that is concerned: `novel`, `near by organisation`. */
  readonly detector: string;
  readonly reason: string;
}

/** What these detectors cannot see with this telemetry and calibration: silence is only worth something beside it. */
export function blindSpots(calibration: Calibration): readonly BlindSpot[] {
  const spots: BlindSpot[] = [];
  for (const [name, detector] of Object.entries(detectors)) {
    const fitted = calibration.detectors[name];
    for (const { name: bit, never } of detector.bits) {
      if (fitted === undefined)
        spots.push({ detector: bit, reason: 'the baseline was made before there was this detector' });
      else if (isBlind(fitted)) spots.push({ detector: bit, reason: fitted.blind });
      else if (!calibration.bits.some((other) => other.bit === bit))
        spots.push({
          detector: bit,
          reason: `insufficient calibration: it spoke of fewer than ${enoughBits} events of the baseline`,
        });
      else if (!never) spots.push(...byPrincipal(calibration, bit));
    }
  }
  return [...spots, ...ofExposure(calibration)];
}

function ofExposure({ exposure }: Calibration): BlindSpot[] {
  if (exposure === undefined)
    return [{ detector: 'exposure', reason: 'the baseline was made before it was compared with that of others' }];
  const found = Object.entries(exposure);
  if (found.length === 0) return [{ detector: 'exposure', reason: 'the baseline names no principals' }];
  return found.flatMap(([level, comparable]) =>
    isBlind(comparable) ? [{ detector: `exposure by ${level}`, reason: comparable.blind }] : [],
  );
}

function byPrincipal(calibration: Calibration, name: string): BlindSpot[] {
  const bit = calibration.bits.find((other) => other.bit === name)!;
  const named = levels.filter((level) => bit.principals[level] !== undefined);
  if (named.length === 0) return [{ detector: `${name} by principal`, reason: 'the baseline names no principals' }];
  return named
    .filter((level) => !isJudged(bit, level))
    .map((level) => ({
      detector: `${name} by ${level}`,
      reason: `insufficient calibration: ${windowsBehind(bit.principals[level]?.dispersion)} healthy windows, at least ${enoughWindows} are needed`,
    }));
}
