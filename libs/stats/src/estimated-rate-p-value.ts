import { logGamma } from './log-gamma.js';

/**
 * Upper bound of the chance of as many successes, when the rate is one of which only a sample is known:
 *
 *   ln p = −k·ln(k/n) − (n − k)·ln(1 − k/n) + ln B(K + ½ + k, N − K + ½ + n − k) − ln B(K + ½, N − K + ½)
 *
 * that is Chernoff's bound exp(−n·kl(k/n ‖ rate)), averaged over what the sample leaves of the rate with Jeffreys' prior. It
 * needs no limit law. One-sided, towards the side on which k/n lies.
 *
 * @param successes k, in [0, n]; counts may be parts of one
 * @param n         ≥ 0; 0 gives 1
 * @param known     K successes among N trials of the sample, 0 ≤ K ≤ N
 * @returns in (0, 1]
 * @see Chernoff (1952), Ann. Math. Statist. 23(4):493–507; Jeffreys (1946), Proc. R. Soc. A 186:453–461
 */
export function estimatedRatePValue(
  successes: number,
  n: number,
  known: { readonly successes: number; readonly trials: number },
): number {
  const failures = n - successes;
  const [happened, not] = [known.successes + 0.5, known.trials - known.successes + 0.5];
  if (!(successes >= 0 && failures >= 0 && happened >= 0.5 && not >= 0.5))
    throw new RangeError('estimatedRatePValue requires 0 ≤ successes ≤ n and 0 ≤ known successes ≤ trials');
  if (n === 0) return 1;
  const continued = logBeta(happened + successes, not + failures) - logBeta(happened, not);
  return Math.min(1, Math.exp(continued - entropic(successes, n) - entropic(failures, n)));
}

function entropic(count: number, n: number): number {
  return count === 0 ? 0 : count * Math.log(count / n);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
