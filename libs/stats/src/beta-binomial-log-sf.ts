import { logGamma } from './log-gamma.js';
import { logIncompleteBeta } from './log-incomplete-beta.js';

/**
 * Natural logarithm of the chance of at least k successes among n trials that share a rate drawn from Beta(a, b): the
 * beta-binomial law, whose counts vary more than those of independent trials.
 *
 * Summed term by term from k upward, exactly; it stops where the rest no longer counts.
 *
 * @param k whole, in [0, n]; 0 gives 0
 * @param n whole, ≥ 0
 * @param a > 0; Infinity together with b is not allowed: ask for the binomial law with `binomialLogSf`
 * @param b > 0
 * @see Skellam (1948), J. R. Statist. Soc. B 10(2):257–261
 */
export function betaBinomialLogSf(k: number, n: number, a: number, b: number): number {
  if (!(k >= 0 && k <= n && a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b)))
    throw new RangeError('betaBinomialLogSf requires 0 ≤ k ≤ n and finite a, b > 0');
  if (k === 0) return 0;
  let term = 1;
  let sum = 1;
  for (let j = k; j < n; j++) {
    term *= (((n - j) / (j + 1)) * (a + j)) / (b + n - j - 1);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return Math.min(0, logTerm(k, n, a, b) + Math.log(sum));
}

/** Natural logarithm of the chance of at least k successes among n independent trials of one rate in [0, 1]. */
export function binomialLogSf(k: number, n: number, rate: number): number {
  return k === 0 ? 0 : logIncompleteBeta(rate, k, n - k + 1);
}

function logTerm(k: number, n: number, a: number, b: number): number {
  return logChoose(n, k) + logBeta(a + k, b + n - k) - logBeta(a, b);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
