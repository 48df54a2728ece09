import { binIndex } from './bin-index.js';

/**
 * The value of a broken line at x, held constant beyond its ends.
 *
 * @param xs ascending without repetition, at least one
 * @param ys as long
 */
export function interpolate(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number {
  if (xs.length === 0 || xs.length !== ys.length)
    throw new RangeError('interpolate requires as many xs as ys, not none');
  const right = binIndex(xs, x);
  if (right === 0) return ys[0]!;
  if (right === xs.length) return ys[right - 1]!;
  const [from, to] = [xs[right - 1]!, xs[right]!];
  return ys[right - 1]! + ((x - from) / (to - from)) * (ys[right]! - ys[right - 1]!);
}
