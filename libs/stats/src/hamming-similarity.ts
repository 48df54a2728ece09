/**
 * Share of the places at which two texts hold the same character, both padded to a length: the normalised Hamming kernel.
 * Padding agrees with padding, so that equal texts have 1 and the length counts.
 *
 * @param a, b as code points; beyond `length` they are not looked at
 * @param length ≥ 1
 * @returns in [0, 1]. O(length).
 * @see Gao, Liang & Guestrin (2024), Model equality testing, https://arxiv.org/abs/2410.20247
 */
export function hammingSimilarity(a: ArrayLike<number>, b: ArrayLike<number>, length: number): number {
  if (!(length >= 1)) throw new RangeError('hammingSimilarity requires a length of at least 1');
  const [shorter, longer] = [Math.min(a.length, b.length, length), Math.min(Math.max(a.length, b.length), length)];
  let equal = length - longer;
  for (let k = 0; k < shorter; k++) if (a[k] === b[k]) equal++;
  return equal / length;
}
