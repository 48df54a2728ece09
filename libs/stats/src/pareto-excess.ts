/** How far values go beyond a threshold: P(excess > y) = (1 + shape·y/scale)^(−1/shape), exponential at shape 0. */
export interface ParetoExcess {
  readonly scale: number;
  readonly shape: number;
}

/**
 * Fits a generalised Pareto law to excesses over a threshold by probability-weighted moments, never with a bounded tail, and with the shape enlarged by
 * its standard error at shape 0, √(4/3n): few excesses know little of how far the tail goes.
 *
 * @param excesses ≥ 0, at least two, not all 0
 * @see Hosking and Wallis (1987), Parameter and quantile estimation for the generalized Pareto distribution, Technometrics 29(3):339–349
 * @see Pickands (1975), Statistical inference using extreme order statistics, Ann. Statist. 3(1):119–131
 */
export function fitParetoExcess(excesses: ArrayLike<number>): ParetoExcess {
  const sorted = Float64Array.from(excesses).sort();
  const n = sorted.length;
  let [mean, weighted] = [0, 0];
  for (let k = 0; k < n; k++) {
    mean += sorted[k]! / n;
    weighted += (sorted[k]! * (n - k - 1)) / (n - 1) / n;
  }
  if (!(n >= 2 && mean > 0)) throw new RangeError('fitParetoExcess requires at least two excesses, not all 0');
  const shape = Math.max(0, 2 - mean / (mean - 2 * weighted));
  return { scale: mean * (1 - Math.min(0.5, shape)), shape: Math.min(0.5, shape) + Math.sqrt(4 / (3 * n)) };
}

/** Natural logarithm of P(excess > y); 0 for y ≤ 0. */
export function paretoExcessLogSf(y: number, { scale, shape }: ParetoExcess): number {
  if (y <= 0) return 0;
  return shape < 1e-9 ? -y / scale : -Math.log1p((shape * y) / scale) / shape;
}

/** The y with ln P(excess > y) = logTail ≤ 0. */
export function paretoExcessQuantile(logTail: number, { scale, shape }: ParetoExcess): number {
  return shape < 1e-9 ? -logTail * scale : (scale * Math.expm1(-logTail * shape)) / shape;
}
