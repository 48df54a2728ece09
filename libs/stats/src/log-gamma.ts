import { gammaln } from 'simple-statistics';

/**
 * Natural logarithm of the gamma function for a > 0. `simple-statistics` carries it to about 7e-16 from 1 upwards;
 * below 1 the recurrence Γ(a) = Γ(a + 1)/a keeps that accuracy.
 */
export function logGamma(a: number): number {
  if (a === 0.5) return ofHalf;
  return a < 1 ? gammaln(a + 1) - Math.log(a) : gammaln(a);
}

/** What every tail of the normal law asks for. */
const ofHalf = gammaln(1.5) - Math.log(0.5);
