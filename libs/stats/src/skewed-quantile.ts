import { normalQuantile } from './normal-quantile.js';

/**
 * The z with `skewedSf(z, skewness)` = tail, nearly: where the tail of Pearson's third law is so small.
 *
 * @param tail     in (0, 1)
 * @param skewness of the mean; below 0 the normal quantile is given
 * @returns in standard deviations, within 2 % down to tails of 1e-8 and up to a skewness of ½
 * @see Wilson & Hilferty (1931), PNAS 17(12):684–688, for the cube root of a gamma variable
 */
export function skewedQuantile(tail: number, skewness: number): number {
  const z = normalQuantile(tail);
  if (!(skewness > 1e-4)) return z;
  return (2 / skewness) * ((1 + (skewness * z) / 6 - (skewness * skewness) / 36) ** 3 - 1);
}
