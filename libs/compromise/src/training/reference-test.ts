import { binomialLogSf, clopperPearsonUpper } from '@anchorwatch/stats';

/** The chance that a batch like the trusted rows is suspected. */
const level = 0.005;
/** A batch may have one point more by nature. */
const tolerance = 0.01;

/**
 * The chance of so many odd rows in a batch if it has as many of them as trusted rows may have, and one point more. The trusted
 * rate is taken at its upper confidence limit.
 *
 * @param odd     rows of the batch that are odd, of n
 * @param trusted the same of the trusted rows
 */
export function moreThanTrusted(
  odd: number,
  n: number,
  trusted: { readonly odd: number; readonly n: number },
): { readonly pValue: number; readonly expectedShare: number } {
  const share = trusted.odd / trusted.n;
  const upper = Math.min(1, clopperPearsonUpper(trusted.odd, trusted.n, level) + tolerance);
  return { pValue: Math.exp(binomialLogSf(odd, n, upper)), expectedShare: share };
}
