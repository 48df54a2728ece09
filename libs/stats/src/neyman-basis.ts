import { totalOf } from './total-of.js';

/**
 * Orthonormal polynomials on the mid-ridits of the reference bins: the directions of Neyman's smooth test.
 *
 *   u_k = F_{k−1} + p_k/2,   Σ_k p_k·φ_i(u_k)·φ_j(u_k) = [i = j],   Σ_k p_k·φ_j(u_k) = 0
 *
 * φ₁ sees a shift, φ₂ a change of spread, φ₃ of skew, φ₄ of the tails. Built by Gram–Schmidt, each vector cleaned twice.
 *
 * @param referenceCounts counts per bin in ascending order, total > 0
 * @param degree          how many polynomials at most, ≥ 0
 * @returns one vector of length k for each degree. Fewer when too few bins carry mass: j polynomials need j + 1 of them.
 *   O(k·degree²).
 * @see Neyman (1937), Skand. Aktuarietidskr. 20:149–199; Rayner & Best (1989), Smooth Tests of Goodness of Fit
 */
export function neymanBasis(referenceCounts: ArrayLike<number>, degree = 4): Float64Array[] {
  const total = totalOf(referenceCounts, 'neymanBasis');
  const bins = referenceCounts.length;
  const shares = new Float64Array(bins);
  let occupied = 0;
  for (let bin = 0; bin < bins; bin++) {
    shares[bin] = referenceCounts[bin]! / total;
    if (shares[bin]! > 0) occupied += 1;
  }
  const ridits = midRidits(shares);
  const basis: Float64Array[] = [];
  let last = new Float64Array(bins).fill(1);
  while (basis.length < Math.min(degree, occupied - 1)) {
    const next = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++) next[bin] = last[bin]! * ridits[bin]!;
    for (let pass = 0; pass < 2; pass++) {
      removeMean(next, shares);
      for (const earlier of basis) remove(next, earlier, shares);
    }
    let squares = 0;
    for (let bin = 0; bin < bins; bin++) squares += next[bin]! * next[bin]! * shares[bin]!;
    const length = Math.sqrt(squares);
    if (length < 1e-9) break;
    for (let bin = 0; bin < bins; bin++) next[bin]! /= length;
    last = next;
    basis.push(last);
  }
  return basis;
}

/** Mid-ridits centred on ½ and spread over [−1, 1], where powers stay apart numerically. */
function midRidits(shares: Float64Array): Float64Array {
  const ridits = new Float64Array(shares.length);
  let below = 0;
  for (let bin = 0; bin < shares.length; bin++) {
    ridits[bin] = 2 * (below + shares[bin]! / 2) - 1;
    below += shares[bin]!;
  }
  return ridits;
}

/** Takes the part along the constant 1 out of `vector`, in place. */
function removeMean(vector: Float64Array, shares: Float64Array): void {
  let along = 0;
  for (let bin = 0; bin < vector.length; bin++) along += vector[bin]! * shares[bin]!;
  for (let bin = 0; bin < vector.length; bin++) vector[bin]! -= along;
}

/** Takes the part along `direction` out of `vector`, in place. */
function remove(vector: Float64Array, direction: Float64Array, shares: Float64Array): void {
  let along = 0;
  for (let bin = 0; bin < vector.length; bin++) along += vector[bin]! * direction[bin]! * shares[bin]!;
  for (let bin = 0; bin < vector.length; bin++) vector[bin]! -= along * direction[bin]!;
}
