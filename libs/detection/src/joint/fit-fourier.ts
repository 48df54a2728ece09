import { symmetricEigen } from '@anchorwatch/stats';
import type { FourierMap } from '../baselines/baseline.js';
import { hashOf } from './hash-of.js';
import { levelCounter, mostLevel } from './fourier.js';

/** Points between which distances are taken, and how many of each. */
const distancePoints = 2_000;
const neighbours = 10;
/** Directions with less of the variance than this part of the largest are noise of rounding and of rare points. */
const leastPart = 0.01;
/** So many events a direction, or its variance is not known well enough. */
const eventsPerDirection = 50;
/** Sums are kept in 32 bits: a window of the largest length may grow this many times as busy as in the baseline. */
const growth = 8;

/** What limits a map. */
export interface FourierBounds {
  readonly directions: number;
  /** Multiplications for one event, on average over all: more, and only some events are taken. */
  readonly mostWork: number;
  /** Events that will be the reference. */
  readonly reference: number;
  /** Events of the largest window in the baseline, on average. */
  readonly largest: number;
}

/**
 * Random directions for points, with the bandwidth that fits them: the median distance over √2.
 *
 * @param name   of the subject; the seed follows from it
 * @param points of the sample, all of one length, at least two
 * @returns undefined when the points do not differ, or are too few
 */
export function fitFourier(
  name: string,
  points: readonly ArrayLike<number>[],
  { directions, mostWork, reference, largest }: FourierBounds,
): FourierMap | undefined {
  const length = points[0]!.length;
  const bandwidth = medianDistance(points) / Math.SQRT2;
  if (!(bandwidth > 0 && bandwidth < Infinity)) return undefined;
  const plain = { seed: hashOf(name), directions, bandwidth: Number(bandwidth.toPrecision(9)) };
  const tooMuchWork = (length * directions) / mostWork;
  const tooLargeSums = (largest * mostLevel * growth) / 2 ** 32;
  const one_in = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(tooMuchWork, tooLargeSums))));
  const most = Math.floor(Math.min(points.length, reference) / one_in / eventsPerDirection);
  const rotation = rotationOf(levelsOf(plain, points, length), most);
  return rotation.length === 0 ? undefined : { ...plain, rotation, one_in };
}

function medianDistance(points: readonly ArrayLike<number>[]): number {
  const stride = Math.max(1, Math.floor(points.length / distancePoints));
  const some = points.filter((_, at) => at % stride === 0).slice(0, distancePoints);
  const squares: number[] = [];
  for (let step = 1; step <= Math.min(neighbours, some.length - 1); step++) {
    // Steps of odd lengths, so that neighbours in time are not the only ones compared.
    const apart = (step * 97) % some.length || 1;
    some.forEach((point, at) => squares.push(squaredDistance(point, some[(at + apart) % some.length]!)));
  }
  squares.sort((a, b) => a - b);
  return Math.sqrt(squares[squares.length >> 1] ?? 0);
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return sum;
}

function levelsOf(
  map: Pick<FourierMap, 'seed' | 'directions' | 'bandwidth'>,
  points: readonly ArrayLike<number>[],
  length: number,
): readonly Float64Array[] {
  const count = levelCounter(map, length);
  return points.map((point) => {
    const row = new Float64Array(map.directions);
    count(point, row, 0);
    return row;
  });
}

/** Principal directions of the levels, each divided by its standard deviation. */
function rotationOf(rows: readonly Float64Array[], most: number): readonly (readonly number[])[] {
  const size = rows[0]!.length;
  const mean = new Float64Array(size);
  for (const row of rows) for (let k = 0; k < size; k++) mean[k]! += row[k]! / rows.length;
  const covariance = new Float64Array(size * size);
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const a = row[i]! - mean[i]!;
      for (let j = 0; j <= i; j++) covariance[i * size + j]! += (a * (row[j]! - mean[j]!)) / rows.length;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]!;
  const { values, vectors } = symmetricEigen(covariance, size);
  return vectors
    .filter((_, k) => k < most && values[k]! > leastPart * values[0]!)
    .map((vector, k) => Array.from(vector, (part) => Number((part / Math.sqrt(values[k]!)).toPrecision(6))));
}
