import { shapiroWilk } from '@anchorwatch/stats';
import { squaredDistance } from '../nearest.js';
import type { Answered } from '../exposure/lessons.js';

/** Fewer distances have no law that could be told. */
const fewest = 30;
/** Distances farther than this many standard deviations from their mean are left out. */
const farthest = 3;

/**
 * How normal the distances of somebody's questions to their own earlier ones of the same class are, as Shapiro and Wilk's W. What people ask by themselves gives
 * values near 1, questions that were worked out mostly lower ones. Published thresholds (.9 to .95) accuse many healthy principals: it is shown, and judges nothing.
 *
 * @param answered in the order in which they were asked
 * @returns in (0, 1]; undefined with fewer than 30 distances, or where all are equal
 * @see Juuti, Szyller, Marchal & Asokan (2019), PRADA: protecting against DNN model stealing attacks, EuroS&P
 */
export function prada(answered: readonly Answered[]): number | undefined {
  const distances: number[] = [];
  const growing = new Map<string, Growing>();
  for (const { point, label } of answered) {
    const own = growing.get(label);
    if (own === undefined) {
      growing.set(label, { points: [point], kept: [0], limit: 0 });
      continue;
    }
    const distance = Math.sqrt(Math.min(...own.points.map((earlier) => squaredDistance(earlier, point))));
    distances.push(distance);
    if (distance > own.limit) {
      own.points.push(point);
      own.kept.push(distance);
      const { mean, deviation } = spreadOf(own.kept);
      own.limit = Math.max(own.limit, mean - deviation);
    }
  }
  const { mean, deviation } = spreadOf(distances);
  const kept = distances.filter((distance) => Math.abs(distance - mean) < farthest * deviation);
  return kept.length < fewest || Math.min(...kept) === Math.max(...kept) ? undefined : shapiroWilk(kept);
}

/** Questions of one class that lie apart, their distances, and from which distance on another one does. */
interface Growing {
  readonly points: Float64Array[];
  readonly kept: number[];
  limit: number;
}

function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length)) };
}
