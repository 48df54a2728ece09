/** A line through points with outliers. */
export interface RobustLine {
  readonly intercept: number;
  /** By predictor; 0 where one does not vary or adds nothing that the others do not say. */
  readonly slopes: readonly number[];
}

/** Residuals up to so many standard deviations count in full: 95 % as efficient as least squares for normal errors. */
const tuning = 1.345;
const rounds = 30;
/** The standard deviation of normal values over their median absolute deviation. */
const normal = 1.4826;

/**
 * Linear regression that outliers hardly move: Huber's M-estimate by iteratively reweighted least squares, with the median absolute deviation of the
 * residuals as the scale in each round.
 *
 * @param rows predictors, each list of the same length, finite
 * @param values as many as rows, finite
 * @returns zeros where there are no rows. O(rounds · n · p²)
 * @see Huber (1973), Robust regression, Ann. Statist. 1(5):799–821
 */
export function huberRegression(rows: readonly (readonly number[])[], values: ArrayLike<number>): RobustLine {
  const width = rows[0]?.length ?? 0;
  const centres = Array.from({ length: width }, (_, k) => meanOf(rows, k));
  const scales = centres.map((centre, k) => Math.sqrt(meanSquare(rows, k, centre)));
  const used = scales.map((scale, k) => (scale > 1e-9 * Math.max(1, Math.abs(centres[k]!)) ? k : -1));
  const places = used.filter((k) => k >= 0);
  const points = rows.map((row) => [1, ...places.map((k) => (row[k]! - centres[k]!) / scales[k]!)]);
  let beta = weighted(points, values, () => 1);
  for (let round = 0; round < rounds; round++) {
    const residuals = points.map((point, at) => values[at]! - dot(point, beta));
    const scale = normal * medianOf(residuals.map(Math.abs));
    if (scale === 0) break;
    const next = weighted(points, values, (at) => Math.min(1, (tuning * scale) / Math.abs(residuals[at]!)));
    const moved = Math.max(...next.map((value, k) => Math.abs(value - beta[k]!)));
    beta = next;
    if (moved < 1e-9 * scale) break;
  }
  const slopes = new Array<number>(width).fill(0);
  places.forEach((k, at) => (slopes[k] = beta[at + 1]! / scales[k]!));
  const intercept = (beta[0] ?? 0) - slopes.reduce((sum, slope, k) => sum + slope * centres[k]!, 0);
  return { intercept, slopes };
}

/** Weighted least squares by the normal equations, with as little of a ridge as keeps equal predictors apart. */
function weighted(
  points: readonly (readonly number[])[],
  values: ArrayLike<number>,
  weightOf: (at: number) => number,
): number[] {
  const width = points[0]?.length ?? 0;
  const matrix = Array.from({ length: width }, () => new Array<number>(width + 1).fill(0));
  points.forEach((point, at) => {
    const weight = weightOf(at);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) matrix[i]![j]! += weight * point[i]! * point[j]!;
      matrix[i]![width]! += weight * point[i]! * values[at]!;
    }
  });
  for (let k = 1; k < width; k++) matrix[k]![k]! += 1e-9 * points.length;
  return solve(matrix);
}

/** Gauss's elimination with the largest pivots first; the matrix holds the right side in its last column and is used up. */
function solve(matrix: number[][]): number[] {
  const n = matrix.length;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[best]![k]!)) best = i;
    [matrix[k], matrix[best]] = [matrix[best]!, matrix[k]!];
    const pivot = matrix[k]!;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / pivot[k]!;
      for (let j = k; j <= n; j++) matrix[i]![j]! -= factor * pivot[j]!;
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let rest = matrix[k]![n]!;
    for (let j = k + 1; j < n; j++) rest -= matrix[k]![j]! * solution[j]!;
    solution[k] = rest / matrix[k]![k]!;
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function meanOf(rows: readonly (readonly number[])[], k: number): number {
  return rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length;
}

function meanSquare(rows: readonly (readonly number[])[], k: number, centre: number): number {
  return rows.reduce((sum, row) => sum + (row[k]! - centre) ** 2, 0) / rows.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
