import type { BitCalibration, Calibration } from './calibration.js';
import { isBlind } from './bits/detector.js';
import { checkpoints } from './exposure/comparable.js';
import { levels, type JudgedLevel, type Level } from './question.js';
import { enoughWindows, pooledWindows, principalWindows, type Dispersion } from './rates/measure-dispersion.js';
import { stepOf } from './rates/pooled-rate.js';

/** What watching for compromise may cost. */
export interface CompromiseBudget {
  /** False alarms that may be raised … */
  readonly alarms: number;
  /** … over this many questions. */
  readonly questions: number;
}

/** Principals' rates are looked at when a bit is set: so often, at least, the budget pays for it. */
const leastRate = 0.02;

/** The level of one look at one window of everybody's bits of one kind: half of the budget, over bits, windows and looks. */
export function pooledAlpha(calibration: Calibration, { alarms, questions }: CompromiseBudget, window: number): number {
  const looks = questions / stepOf(window);
  return capped(alarms / 2 / (kindsOf(calibration) * pooledWindows.length) / Math.max(1, looks));
}

/** The level of one look at one principal's exposure: as much as everybody's bits of one kind have, over all times that somebody may have asked fifty more. */
export function exposureAlpha(calibration: Calibration, { alarms, questions }: CompromiseBudget): number {
  return capped(alarms / 2 / kindsOf(calibration) / Math.max(1, questions / checkpoints[0]!));
}

/** Kinds of bits that share the half of everybody, and exposure where it is judged. */
function kindsOf({ bits, exposure = {} }: Calibration): number {
  return bits.length + (Object.values(exposure).some((comparable) => !isBlind(comparable)) ? 1 : 0);
}

/** The level of one look at one window of a principal's bits of one kind: the other half, over bits, levels, windows and looks. */
export function principalAlpha(calibration: Calibration, budget: CompromiseBudget, bit: BitCalibration): number {
  const tested = calibration.bits.flatMap((other) => judgedAt(other, findsGroups(calibration))).length;
  const looks = budget.questions * Math.max(leastRate, bit.rate.pooled);
  return capped(budget.alarms / 2 / (tested * principalWindows.length) / Math.max(1, looks));
}

/** Whether enough healthy windows of principals stand behind a threshold at a level. */
export function isJudged({ principals }: BitCalibration, level: Level): boolean {
  return hasEnough(principals[level]?.dispersion);
}

/** Bits by which groups are found: their members set them more often because of that alone. */
const grouping = ['near', 'kin', 'relay', 'overlap'];

/** Whether groups of principals can be found at all. */
export function findsGroups({ bits }: Pick<Calibration, 'bits'>): boolean {
  return bits.some(({ bit }) => bit === 'relay' || bit === 'overlap');
}

/** Where a bit is judged: at the levels for which the calibration suffices, and of groups, where they can be found, which are held to the narrowest level. */
export function judgedAt(bit: BitCalibration, withGroups: boolean): readonly JudgedLevel[] {
  const judged = levels.filter((level) => isJudged(bit, level));
  const ofGroups = withGroups && judged.length > 0 && !grouping.includes(bit.bit);
  return ofGroups ? [...judged, 'group'] : judged;
}

/** The narrowest level at which a bit is judged; undefined where it is at none. */
export function narrowest(bit: BitCalibration): Level | undefined {
  return levels.find((level) => isJudged(bit, level));
}

/** Windows behind the shortest one's threshold. */
export function windowsBehind(dispersion: readonly Dispersion[] | undefined): number {
  return dispersion?.[0]?.windows ?? 0;
}

function hasEnough(dispersion: readonly Dispersion[] | undefined): boolean {
  return windowsBehind(dispersion) >= enoughWindows;
}

function capped(alpha: number): number {
  return Math.min(1e-3, alpha);
}
