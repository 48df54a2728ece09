/** Squared distance of two points, given up as soon as it is at least `enough`: then any number not below it. */
export function squaredDistance(a: Float64Array, b: Float64Array, enough = Infinity): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    const step = a[k]! - b[k]!;
    sum += step * step;
    if ((k & 7) === 7 && sum >= enough) return sum;
  }
  return sum;
}

/** The nearest of the points, the nearest first: their numbers and distances. Equal distances in the order of the points. */
export interface Neighbours {
  readonly numbers: readonly number[];
  readonly distances: readonly number[];
}

/**
 * The k nearest of some points, exactly, by walking all of them.
 * @param except the number of a point to leave out: the point itself
 */
export function nearestOf(point: Float64Array, points: readonly Float64Array[], k: number, except = -1): Neighbours {
  const squares: number[] = [];
  const numbers: number[] = [];
  for (let j = 0; j < points.length; j++) {
    if (j === except) continue;
    const bound = squares.length < k ? Infinity : squares[k - 1]!;
    const square = squaredDistance(point, points[j]!, bound);
    if (square >= bound) continue;
    let at = squares.length;
    while (at > 0 && squares[at - 1]! > square) at--;
    squares.splice(at, 0, square);
    numbers.splice(at, 0, j);
    if (squares.length > k) {
      squares.pop();
      numbers.pop();
    }
  }
  return { numbers, distances: squares.map(Math.sqrt) };
}
