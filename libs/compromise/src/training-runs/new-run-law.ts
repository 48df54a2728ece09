import { studentTPValue } from '@anchorwatch/stats';

/** One run beside earlier ones. */
export interface Beside {
  readonly t: number;
  readonly critical: number;
  readonly p_value: number;
  /** How far it lies from their mean. */
  readonly difference: number;
  readonly mean: number;
}

/**
 * Whether a value of a new run is what earlier runs let expect: Student's prediction, t = (|x − mean| − tolerated) / √(s² + s²/k) with k − 1 degrees of
 * freedom, exact for normal runs whatever their number; few runs make it hard to pass.
 *
 * @param former at least two values of earlier runs
 * @param noise  variance that the new value has by itself, whatever earlier runs show, such as that of a share of few labels
 */
export function besideRuns(
  value: number,
  former: readonly number[],
  { alpha, tolerated, noise = 0 }: { readonly alpha: number; readonly tolerated: number; readonly noise?: number },
): Beside {
  const k = former.length;
  const mean = former.reduce((sum, x) => sum + x, 0) / k;
  const variance = former.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (k - 1);
  const spread = Math.sqrt(Math.max(variance, noise) + variance / k);
  const difference = value - mean;
  const beyond = Math.max(0, Math.abs(difference) - tolerated);
  const t = beyond === 0 ? 0 : beyond / spread;
  return { t, critical: criticalT(alpha, k - 1), p_value: studentTPValue(t, k - 1), difference, mean };
}

/** The t at which the two-sided p would be alpha, by halving. */
function criticalT(alpha: number, df: number): number {
  let [low, high] = [0, 1];
  while (studentTPValue(high, df) > alpha) high *= 2;
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (studentTPValue(middle, df) > alpha) low = middle;
    else high = middle;
  }
  return high;
}
