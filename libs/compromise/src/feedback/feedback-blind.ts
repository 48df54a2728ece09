import { isBlind } from '../bits/detector.js';
import type { BlindSpot } from '../blind-spots.js';
import type { FeedbackCalibration } from './calibrate-feedback.js';
import { feedbackDeclarations } from './feedback-declarations.js';
import { flags } from './flags/flags.js';
import { enoughWindows } from './nature.js';

/** The signs that can be judged in the labels of this model version, in the catalogue's order. */
export function feedbackSeen(calibration: FeedbackCalibration): readonly string[] {
  const blind = new Set(feedbackBlindSpots(calibration).map(({ detector }) => detector));
  return feedbackDeclarations.map(({ name }) => name).filter((name) => !blind.has(name));
}

/** What cannot be seen in the labels of this model version, and why. */
export function feedbackBlindSpots(calibration: FeedbackCalibration): readonly BlindSpot[] {
  const { reference, shares, sources } = calibration;
  const spots: BlindSpot[] = [];
  const say = (detector: string, reason: string) => void spots.push({ detector, reason });
  const insufficient = (windows: number, what: string) =>
    `insufficient calibration: ${windows} healthy windows ${what}, at least ${enoughWindows} are needed`;
  if (isBlind(reference)) for (const name of ['flips', 'pair', 'turned', 'mix']) say(name, reference.blind);
  else {
    const { any, mix } = reference;
    if (sources === 0) for (const name of ['flips', 'pair']) say(name, 'the healthy labels name no sources');
    else if (any.windows < enoughWindows)
      for (const name of ['flips', 'pair'])
        say(name, insufficient(any.windows, `of ${any.window} labels of one source`));
    if (mix[0]!.windows < enoughWindows) say('mix', insufficient(mix[0]!.windows, `of ${mix[0]!.window} labels`));
  }
  const [shortest] = shares.dispersion;
  if (sources === 0) say('share', 'the healthy labels name no sources');
  else if (shortest!.windows < enoughWindows)
    say('share', insufficient(shortest!.windows, `of ${shortest!.window} labels`));
  for (const name of Object.keys(flags)) {
    const calibrated = calibration.flags[name];
    if (calibrated === undefined) say(name, 'the calibration was made before there was this flag');
    else if (isBlind(calibrated)) say(name, calibrated.blind);
    else if (calibrated.windows < enoughWindows)
      say(name, insufficient(calibrated.windows, 'of ten labels of one source'));
  }
  return spots;
}
