import { normalQuantile } from './normal-quantile.js';

/**
 * The Shapiro–Wilk W of a sample: 1 where its ordered values lie as those of a normal law would, less the farther they do not.
 *
 *   W = (Σᵢ aᵢ·x₍ᵢ₎)² / Σᵢ (xᵢ − x̄)²      a: Royston's approximation of the normal scores' weights
 *
 * @param values 3 to 5,000 finite ones that are not all equal, in any order
 * @returns in (0, 1]. O(n log n).
 * @throws RangeError otherwise
 * @see Royston (1995), Algorithm AS R94, Applied Statistics 44(4):547–551
 */
export function shapiroWilk(values: readonly number[]): number {
  const n = values.length;
  if (n < 3 || n > 5_000) throw new RangeError('shapiroWilk requires 3 to 5,000 values');
  if (!values.every(Number.isFinite)) throw new RangeError('shapiroWilk requires finite values');
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (!(sorted[n - 1]! > sorted[0]!)) throw new RangeError('shapiroWilk requires values that are not all equal');
  const weights = weightsOf(n);
  const sum = weights.reduce((total, weight, i) => total + weight * (sorted[n - 1 - i]! - sorted[i]!), 0);
  return Math.min(1, sum ** 2 / squares);
}

/** Of the upper half of the ordered values, the largest first. */
function weightsOf(n: number): readonly number[] {
  if (n === 3) return [Math.SQRT1_2];
  const scores = Array.from({ length: n >> 1 }, (_, i) => normalQuantile((i + 1 - 0.375) / (n + 0.25)));
  const total = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const [root, small] = [Math.sqrt(total), 1 / Math.sqrt(n)];
  const [first, second] = [scores[0]!, scores[1]!];
  const a1 = polynomial(FIRST, small) + first / root;
  if (n <= 5) {
    const factor = Math.sqrt((total - 2 * first * first) / (1 - 2 * a1 * a1));
    return [a1, ...scores.slice(1).map((score) => score / factor)];
  }
  const a2 = polynomial(SECOND, small) + second / root;
  const factor = Math.sqrt((total - 2 * first * first - 2 * second * second) / (1 - 2 * a1 * a1 - 2 * a2 * a2));
  return [a1, a2, ...scores.slice(2).map((score) => score / factor)];
}

/** Coefficients of the powers from the first on. */
const FIRST = [0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND = [0.042981, -0.293762, -1.752461, 5.682633, -3.582633];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => (sum + coefficient) * x, 0);
}
