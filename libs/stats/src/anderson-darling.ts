import { sorted } from './sorted.js';

/** How the samples' ties are ranked: by the middle of their ranks, or by the right-hand limit of the distribution. */
export type AndersonDarlingTies = 'midrank' | 'right';

/** The standardised statistic of an Anderson–Darling test and its p-value, which only reaches from .001 to .25. */
export interface AndersonDarling {
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Anderson–Darling test of k samples: do all come from one law? It weighs tails more than Kolmogorov–Smirnov does.
 *
 *   A² = Σᵢ 1/nᵢ · Σⱼ (lⱼ/N)·(N·Mᵢⱼ − nᵢ·Bⱼ)² / (Bⱼ·(N − Bⱼ) − [midrank] N·lⱼ/4),   T = (A² − (k − 1)) / σ
 *
 * over the distinct values j of all N values: lⱼ of them equal j, Bⱼ and Mᵢⱼ are ranks in all and in sample i.
 *
 * @param samples k ≥ 2 samples of at least one value each, no NaN, at least 4 values and 2 distinct ones in all
 * @returns T, below 0 where samples agree more than chance would have them; the p-value interpolates the seven
 *   published critical values, so it is cut to [.001, .25] and of no use to a stricter alpha. O(N log N + N·k).
 * @see Scholz & Stephens (1987), J. Amer. Statist. Assoc. 82(399):918–924, https://doi.org/10.1080/01621459.1987.10478517
 */
export function andersonDarling(
  samples: readonly ArrayLike<number>[],
  ties: AndersonDarlingTies = 'midrank',
): AndersonDarling {
  if (samples.length < 2) throw new RangeError('andersonDarling requires at least two samples');
  const ordered = samples.map((sample) => sorted(sample, 'andersonDarling'));
  const total = ordered.reduce((sum, sample) => sum + sample.length, 0);
  if (total < 4) throw new RangeError('andersonDarling requires at least four values');
  const all = new Float64Array(total);
  ordered.reduce((place, sample) => (all.set(sample, place), place + sample.length), 0);
  all.sort();
  if (all[0] === all[total - 1]) throw new RangeError('andersonDarling requires values that are not all equal');
  const sum = ordered.reduce((sofar, sample) => sofar + deviation(sample, all, ties) / sample.length, 0);
  const squared = ties === 'midrank' ? (sum * (total - 1)) / total : sum;
  const degrees = samples.length - 1;
  const statistic = (squared - degrees) / Math.sqrt(variance(ordered, total));
  return { statistic, pValue: pValueOf(statistic, degrees) };
}

/** The inner sum of one sample over the distinct values of all. */
function deviation(sample: Float64Array, all: Float64Array, ties: AndersonDarlingTies): number {
  const total = all.length;
  let sum = 0;
  let inSample = 0;
  for (let first = 0, next = 0; first < total; first = next) {
    const value = all[first]!;
    while (next < total && all[next] === value) next++;
    // The right-hand form ends before the largest value, where both distributions are 1.
    if (ties === 'right' && next === total) break;
    const before = inSample;
    while (inSample < sample.length && sample[inSample] === value) inSample++;
    const equal = next - first;
    const rank = ties === 'midrank' ? first + equal / 2 : next;
    const own = ties === 'midrank' ? (before + inSample) / 2 : inSample;
    const spread = rank * (total - rank) - (ties === 'midrank' ? (total * equal) / 4 : 0);
    sum += ((equal / total) * (total * own - rank * sample.length) ** 2) / spread;
  }
  return sum;
}

/** σ² of A² when no law differs (Scholz & Stephens, equation 4). */
function variance(samples: readonly Float64Array[], total: number): number {
  const k = samples.length;
  const inverses = samples.reduce((sum, sample) => sum + 1 / sample.length, 0);
  let tail = 0;
  let g = 0;
  for (let i = 2; i < total; i++) {
    tail += 1 / (total + 1 - i);
    g += tail / i;
  }
  const h = tail + 1;
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverses;
  const b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverses + 4 * h;
  const d = (2 * h + 6) * k * k - 4 * h * k;
  return (a * total ** 3 + b * total ** 2 + c * total + d) / ((total - 1) * (total - 2) * (total - 3));
}

/** Table 2 of Scholz & Stephens: T at level p is b₀ + b₁/√m + b₂/m for m = k − 1. */
const LEVELS: readonly (readonly [level: number, b0: number, b1: number, b2: number])[] = [
  [0.25, 0.675, -0.245, -0.105],
  [0.1, 1.281, 0.25, -0.305],
  [0.05, 1.645, 0.678, -0.362],
  [0.025, 1.96, 1.149, -0.391],
  [0.01, 2.326, 1.822, -0.396],
  [0.005, 2.573, 2.364, -0.345],
  [0.001, 3.085, 3.615, -0.154],
];

/** A parabola through the logarithms of the levels, by least squares, as SciPy reads between them. */
function pValueOf(statistic: number, degrees: number): number {
  const critical = LEVELS.map(([, b0, b1, b2]) => b0 + b1 / Math.sqrt(degrees) + b2 / degrees);
  if (statistic < critical[0]!) return 0.25;
  if (statistic > critical.at(-1)!) return 0.001;
  const logs = LEVELS.map(([level]) => Math.log(level));
  return Math.exp(parabolaAt(critical, logs, statistic));
}

/** The value at x of the least-squares parabola through the points, by polynomials that are orthogonal on them. */
function parabolaAt(xs: readonly number[], ys: readonly number[], x: number): number {
  const mean = xs.reduce((sum, at) => sum + at, 0) / xs.length;
  const squares = xs.reduce((sum, at) => sum + (at - mean) ** 2, 0);
  const cubes = xs.reduce((sum, at) => sum + (at - mean) ** 3, 0);
  const basis = [
    () => 1,
    (at: number) => at - mean,
    (at: number) => (at - mean) ** 2 - (cubes / squares) * (at - mean) - squares / xs.length,
  ];
  return basis.reduce((sum, term) => {
    const length = xs.reduce((sofar, at) => sofar + term(at) ** 2, 0);
    const share = xs.reduce((sofar, at, place) => sofar + term(at) * ys[place]!, 0) / length;
    return sum + share * term(x);
  }, 0);
}
