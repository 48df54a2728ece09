import { normalSf } from './normal-sf.js';

/**
 * The mean of |X| for a normal X: what noise alone gives for a distance.
 *
 *   s·√(2/π)·e^{−m²/2s²} + m·(1 − 2Φ(−m/s))
 *
 * @param mean      m, any number
 * @param deviation s ≥ 0
 * @see Leone, Nelson & Nottingham (1961), Technometrics 3(4):543–550
 */
export function foldedNormalMean(mean: number, deviation: number): number {
  if (deviation === 0) return Math.abs(mean);
  const ratio = mean / deviation;
  return deviation * Math.sqrt(2 / Math.PI) * Math.exp((-ratio * ratio) / 2) + mean * (1 - 2 * normalSf(ratio));
}
