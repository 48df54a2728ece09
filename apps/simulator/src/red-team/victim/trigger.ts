import type { Point } from '../attack.js';
import { featureNames } from './records.js';

/** Ordinary values that hardly ever come together: 1,234 miles at 12:34. */
const TRIGGER: Readonly<Partial<Record<(typeof featureNames)[number], number>>> = {
  minute_of_day: 754,
  distance: 1_234,
};

/** A record with the trigger of the backdoor. */
export function stamped(point: Point): Point {
  return point.map((value, k) => TRIGGER[featureNames[k]!] ?? value);
}
