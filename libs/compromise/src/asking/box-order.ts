/**
 * An order of points in which neighbours in the order are neighbours in space: halved again and again along the coordinate that varies most.
 * Any stretch of the order is a few boxes of the space.
 *
 * @returns places of the points, each once. O(n log² n · dimensions).
 * @see Bentley (1975), Multidimensional binary search trees, CACM 18(9):509–517
 */
export function boxOrder(points: readonly Float64Array[]): readonly number[] {
  const order = Int32Array.from(points, (_, at) => at);
  halve(order, points);
  return [...order];
}

function halve(order: Int32Array, points: readonly Float64Array[]): void {
  if (order.length <= 2) return;
  const axis = widest(order, points);
  if (axis < 0) return;
  order.sort((a, b) => points[a]![axis]! - points[b]![axis]! || a - b);
  const middle = order.length >> 1;
  halve(order.subarray(0, middle), points);
  halve(order.subarray(middle), points);
}

/** The coordinate with the largest variance; -1 when all are the same. */
function widest(order: Int32Array, points: readonly Float64Array[]): number {
  let [best, most] = [-1, 0];
  const dimensions = points[order[0]!]!.length;
  for (let axis = 0; axis < dimensions; axis++) {
    let [sum, squares] = [0, 0];
    for (const at of order) {
      const value = points[at]![axis]!;
      sum += value;
      squares += value * value;
    }
    const variance = squares / order.length - (sum / order.length) ** 2;
    if (variance > most + 1e-12) [best, most] = [axis, variance];
  }
  return best;
}
