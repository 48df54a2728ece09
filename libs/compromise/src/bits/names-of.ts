import type { Question } from '../question.js';
import type { Blind } from './detector.js';

/** The features of healthy questions, in one order. */
export interface FittedNames {
  readonly names: readonly string[];
}

/** A question needs more features than this, or two of them are not few. */
const enoughFeatures = 3;

/** The names of all features of healthy questions, or why two of them would not be few. */
export function namesOf(healthy: readonly Question[]): FittedNames | Blind {
  const names = [...new Set(healthy.flatMap(({ event }) => Object.keys(event.features)))].sort();
  if (names.length <= enoughFeatures)
    return { blind: `only ${names.length} features, more than ${enoughFeatures} are needed` };
  return { names };
}
