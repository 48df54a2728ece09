/**
 * Orthonormal functions on a grid that span everything that depends on the row alone or on the column alone, under
 * the weights of the cells. What is left of a function beside them speaks of dependence.
 * @param shares > 0, sum to 1
 */
export function mainEffects(shares: Float64Array, rows: number, columns: number): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (let k = 0; k < rows + columns; k++) {
    const next = shares.map((_, cell) =>
      (k < rows ? Math.floor(cell / columns) === k : cell % columns === k - rows) ? 1 : 0,
    );
    const before = lengthOf(next, shares);
    withoutAll(next, basis, shares);
    const length = lengthOf(next, shares);
    // The last column follows from all the others.
    if (length > 1e-6 * before) basis.push(next.map((value) => value / length));
  }
  return basis;
}

/** Takes the parts along an orthonormal basis out of a function, in place; twice, against rounding. */
export function withoutAll(values: Float64Array, basis: readonly Float64Array[], shares: Float64Array): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of basis) {
      let along = 0;
      for (let cell = 0; cell < values.length; cell++) along += values[cell]! * direction[cell]! * shares[cell]!;
      for (let cell = 0; cell < values.length; cell++) values[cell]! -= along * direction[cell]!;
    }
  }
}

/** Root mean square under the weights. */
export function lengthOf(values: Float64Array, shares: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < values.length; cell++) sum += values[cell]! ** 2 * shares[cell]!;
  return Math.sqrt(sum);
}
