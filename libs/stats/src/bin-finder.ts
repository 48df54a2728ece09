import { binIndex } from './bin-index.js';

/** Cells of the look-up table for each edge: with so many, a cell holds an edge or none where edges lie evenly. */
const cellsPerEdge = 4;
/** Above this many edges in one cell halving is quicker than going through them. */
const mostScanned = 8;

/**
 * Prepares `binIndex` for many values over the same edges: the same answer, several times as fast.
 *
 * The range of the edges is cut into equal cells. A cell is a monotone function of the value, so edges in lower cells are
 * ≤ x and edges in higher cells are above it; only those in the value's own cell are compared with it.
 *
 * @param edges finite, strictly ascending, possibly none; copied
 * @returns the number of edges ≤ x; 0 for NaN
 */
export function binFinder(edges: ArrayLike<number>): (x: number) => number {
  const limits = Float64Array.from(edges);
  const { length } = limits;
  if (length === 0) return () => 0;
  const first = limits[0]!;
  const last = limits[length - 1]!;
  const cells = cellsPerEdge * length;
  const scale = cells / (last - first);
  // Edges too near to or too far from each other for a finite cell width leave nothing to look up.
  if (!(scale > 0 && scale < Infinity)) return (x) => (x >= first ? binIndex(limits, x) : 0);
  const starts = new Uint16Array(cells + 2);
  for (const edge of limits) starts[cellOf(edge) + 1]!++;
  let crowded = false;
  for (let cell = 1; cell < starts.length; cell++) {
    crowded ||= starts[cell]! > mostScanned;
    starts[cell]! += starts[cell - 1]!;
  }
  if (crowded) return (x) => (x >= first ? binIndex(limits, x) : 0);
  return (x) => {
    // In this order NaN is below.
    if (!(x >= first)) return 0;
    if (x >= last) return length;
    let bin = starts[cellOf(x)]!;
    while (limits[bin]! <= x) bin++;
    return bin;
  };

  /** In [0, cells] for values in [first, last]. */
  function cellOf(x: number): number {
    return ((x - first) * scale) | 0;
  }
}
