import { logUpperGamma } from './log-upper-gamma.js';
import { normalSf } from './normal-sf.js';

/**
 * Upper tail of a standardised mean that leans to one side: P(Z ≥ z) under Pearson's third law (a gamma law) of the same
 * skewness. A mean of losses is not normal where it matters for alarms, five standard deviations out.
 *
 * @param z        any number, in standard deviations from the mean
 * @param skewness of the mean: that of one value divided by √n. Below 0 the normal tail is given, which is then too large.
 * @returns in [0, 1]
 * @see Pearson (1895), Phil. Trans. R. Soc. A 186:343–414; for sums of gamma variables it is exact
 */
export function skewedSf(z: number, skewness: number): number {
  if (!(skewness > 1e-4)) return normalSf(z);
  const shape = 4 / (skewness * skewness);
  const x = shape + z * Math.sqrt(shape);
  return x <= 0 ? 1 : Math.exp(logUpperGamma(shape, x));
}
