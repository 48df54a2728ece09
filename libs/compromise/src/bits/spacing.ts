import { nearestOf } from '../nearest.js';
import type { Question } from '../question.js';
import { isBlind, type Blind } from './detector.js';
import { distinctPoints } from './distinct-points.js';

/** Squared distance below which two questions are the same: retries and double clicks. */
export const same = 1e-10;
const mostFitted = 4_000;
const fewestDistinct = 200;
const known = new WeakMap<readonly Question[], readonly number[] | Blind>();

/** How far different healthy questions, the newest 4,000 at most, lie from the nearest other one, in ascending order; or why that cannot be said. */
export function healthySpacing(healthy: readonly Question[]): readonly number[] | Blind {
  let spacing = known.get(healthy);
  if (spacing === undefined) {
    const distinct = distinctPoints(healthy, fewestDistinct);
    spacing = isBlind(distinct) ? distinct : nearestDistances(distinct.slice(-mostFitted));
    known.set(healthy, spacing);
  }
  return spacing;
}

function nearestDistances(points: readonly Float64Array[]): readonly number[] {
  return points.map((point, k) => nearestOf(point, points, 1, k).distances[0]!).sort((a, b) => a - b);
}
