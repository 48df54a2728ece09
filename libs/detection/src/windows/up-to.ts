/**
 * Distribution functions in counts: of bins that have an order, how many values lie up to and with each. They add like counts
 * do, so a window's is the sum of its ticks', and whoever compares distribution functions need not sum up each window again.
 * Numbers of 32 bits wrap around, and differences of them wrap back.
 */

/** Makes the counts of the first `bins` places of a vector such a function; what lies behind them stays. */
export function sumUp(vector: Uint32Array, bins: number): void {
  for (let bin = 0, sum = 0; bin < bins; bin++) vector[bin] = sum = (sum + vector[bin]!) | 0;
}

/** The same, and what the counts score. @param scores one a bin, of which sums are exact */
export function sumUpScored(vector: Uint32Array, bins: number, scores: readonly number[]): number {
  let score = 0;
  for (let bin = 0, sum = 0; bin < bins; bin++) {
    const count = vector[bin]!;
    vector[bin] = sum = (sum + count) | 0;
    score += scores[bin]! * count;
  }
  return score;
}

/** The counts again, in a vector of its own. @param vector as `sumUp` left it, or a sum of such vectors */
export function countsOf(vector: Uint32Array, bins: number): Uint32Array {
  const counts = vector.slice();
  for (let bin = bins - 1; bin > 0; bin--) counts[bin]! -= vector[bin - 1]!;
  return counts;
}
