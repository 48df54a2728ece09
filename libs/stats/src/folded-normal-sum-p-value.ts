import { normalLogSf } from './normal-log-sf.js';

/**
 * How rare a sum of absolute values of independent normal numbers is: Chernoff's bound of P(Σ|X_g| ≥ total), for any
 * tail.
 *
 *   E e^{t|X|} = e^{tm + t²s²/2}·Φ(m/s + ts) + e^{−tm + t²s²/2}·Φ(−m/s + ts)
 *
 * @param means      m of each
 * @param deviations s of each, > 0
 * @returns in (0, 1], never below the true probability
 * @see Chernoff (1952), Ann. Math. Statist. 23(4):493–507
 */
export function foldedNormalSumPValue(means: ArrayLike<number>, deviations: ArrayLike<number>, total: number): number {
  const logBound = (t: number): number => {
    let sum = -t * total;
    for (let g = 0; g < means.length; g++) sum += logMoment(means[g]!, deviations[g]!, t);
    return sum;
  };
  let scale = 0;
  for (let g = 0; g < deviations.length; g++) {
    if (!(deviations[g]! > 0)) throw new RangeError('foldedNormalSumPValue requires deviations above 0');
    scale = Math.max(scale, deviations[g]!);
  }
  if (means.length === 0) return 1;
  // The logarithm of the bound is convex in t: golden section between 0 and where the largest spread would settle it.
  let [low, high] = [0, 1 / scale];
  while (high * scale < 1e6 && logBound(2 * high) < logBound(high)) high *= 2;
  high *= 2;
  for (let step = 0; step < 60; step++) {
    const [a, b] = [low + (high - low) * 0.382, low + (high - low) * 0.618];
    if (logBound(a) < logBound(b)) high = b;
    else low = a;
  }
  return Math.min(1, Math.exp(logBound((low + high) / 2)));
}

function logMoment(mean: number, deviation: number, t: number): number {
  const half = (t * t * deviation * deviation) / 2;
  const one = t * mean + half + normalLogSf(-(mean / deviation + t * deviation));
  const other = -t * mean + half + normalLogSf(-(-mean / deviation + t * deviation));
  const larger = Math.max(one, other);
  return larger + Math.log(Math.exp(one - larger) + Math.exp(other - larger));
}
