/** Eigenvalues in descending order, and their eigenvectors of length 1 in the same order. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

const mostSweeps = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's cyclic rotations: slow for large matrices, exact to
 * rounding for small ones, and made of additions, multiplications and square roots alone, so that every machine gives
 * the same bits.
 *
 * The sign of a vector is chosen so that its largest component (the first of equals) is positive.
 *
 * @param matrix row by row, size², symmetric and finite; not changed. O(size³) a sweep, mostly under ten sweeps.
 * @throws RangeError when the length is not size² or a number is not finite
 * @see Jacobi (1846), J. reine angew. Math. 30:51–94; Golub & Van Loan, Matrix Computations, 8.5.3
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): Eigen {
  if (matrix.length !== size * size) throw new RangeError(`symmetricEigen requires ${size * size} numbers`);
  const a = Float64Array.from(matrix);
  if (!a.every(Number.isFinite)) throw new RangeError('symmetricEigen requires finite numbers');
  const v = new Float64Array(size * size);
  for (let k = 0; k < size; k++) v[k * size + k] = 1;
  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, size) > 1e-30 * whole; sweep++) {
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((i, j) => a[j * size + j]! - a[i * size + i]! || i - j);
  return {
    values: Float64Array.from(order, (k) => a[k * size + k]!),
    vectors: order.map((k) => upright(Float64Array.from({ length: size }, (_, row) => v[row * size + k]!))),
  };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let p = 0; p < size; p++) for (let q = 0; q < p; q++) sum += 2 * a[p * size + q]! ** 2;
  return sum;
}

/** One rotation in the plane (p, q) that makes a[p][q] zero. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  if (apq === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, c, s);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, c, s);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q, c, s);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

function turn(values: Float64Array, p: number, q: number, c: number, s: number): void {
  const x = values[p]!;
  const y = values[q]!;
  values[p] = c * x - s * y;
  values[q] = s * x + c * y;
}

function upright(vector: Float64Array): Float64Array {
  let most = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(most) * (1 + 1e-9)) most = value;
  return most < 0 ? vector.map((value) => -value) : vector;
}
