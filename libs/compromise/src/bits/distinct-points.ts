import type { Question } from '../question.js';
import type { Blind } from './detector.js';

/** The points of different questions, the first of each, in their order; or why there are not enough of them. */
export function distinctPoints(healthy: readonly Question[], fewest: number): readonly Float64Array[] | Blind {
  const distinct = new Map<string, Float64Array>();
  for (const { point } of healthy) if (point) distinct.set(point.join(), point);
  if (distinct.size === 0) return { blind: 'no features' };
  if (distinct.size < fewest)
    return { blind: `only ${distinct.size} different questions in the baseline, at least ${fewest} are needed` };
  return [...distinct.values()];
}
