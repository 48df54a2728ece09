import { randomFrom } from '@anchorwatch/stats';
import type { FourierMap } from '../baselines/baseline.js';

/** Cosines are counted in whole levels from 0 (−1) to 15 (+1), so that sums add exactly, whoever adds them. */
export const mostLevel = 15;

/** Values of a cosine in the table: far finer than the levels. */
const steps = 4096;
const levelAt = Uint8Array.from({ length: steps }, (_, k) =>
  Math.round(((1 + Math.cos((2 * Math.PI * (k + 0.5)) / steps)) * mostLevel) / 2),
);

/** Adds the levels of a point to `into[at …]`, one for each direction. */
export type LevelCounter = (point: ArrayLike<number>, into: Uint32Array | Float64Array, at: number) => void;

/** Directions taken at once: their sums do not wait for each other, and each number is read once for all of them. */
const atOnce = 4;

/**
 * Levels of cos(ω·x + b), with ω normal of standard deviation 1/bandwidth and b uniform over a turn: over directions, the
 * mean of the products of two points' cosines is half their Gaussian kernel.
 * @param map    its number of directions is a multiple of four
 * @param length of the points; their numbers must be finite
 * @see Rahimi & Recht (2007), NIPS 20; Gretton et al. (2012), JMLR 13:723–773
 */
export function levelCounter(map: Pick<FourierMap, 'seed' | 'directions' | 'bandwidth'>, length: number): LevelCounter {
  const { weights, starts } = directionsOf(map, length);
  return (point, into, at) => {
    let from = 0;
    for (let direction = 0; direction < starts.length; direction += atOnce) {
      let first = starts[direction]!;
      let second = starts[direction + 1]!;
      let third = starts[direction + 2]!;
      let fourth = starts[direction + 3]!;
      for (let k = 0; k < length; k++, from += atOnce) {
        const value = point[k]!;
        first += weights[from]! * value;
        second += weights[from + 1]! * value;
        third += weights[from + 2]! * value;
        fourth += weights[from + 3]! * value;
      }
      const place = at + direction;
      into[place]! += levelAt[first & (steps - 1)]!;
      into[place + 1]! += levelAt[second & (steps - 1)]!;
      into[place + 2]! += levelAt[third & (steps - 1)]!;
      into[place + 3]! += levelAt[fourth & (steps - 1)]!;
    }
  };
}

/**
 * Directions in steps of the table a unit, four side by side, and where each begins. Single precision: libraries that differ
 * in the last bit of a logarithm or cosine still give the same directions.
 */
function directionsOf(
  { seed, directions, bandwidth }: Pick<FourierMap, 'seed' | 'directions' | 'bandwidth'>,
  length: number,
): { readonly weights: Float32Array; readonly starts: Float64Array } {
  const next = randomFrom(seed);
  const starts = Float64Array.from({ length: directions }, () => steps * next());
  const weights = new Float32Array(directions * length);
  for (let k = 0; k < weights.length; k += 2) {
    // Box & Muller (1958), Ann. Math. Stat. 29(2):610–611
    const radius = (steps * Math.sqrt(-2 * Math.log(1 - next()))) / (2 * Math.PI * bandwidth);
    const angle = 2 * Math.PI * next();
    weights[k] = radius * Math.cos(angle);
    weights[k + 1] = radius * Math.sin(angle);
  }
  return { weights, starts };
}
