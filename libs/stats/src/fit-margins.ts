const mostRounds = 50;

/** Where a table is fitted: arrays that may be used again. */
export interface FittingRoom {
  readonly fitted: Float64Array;
  readonly rowSums: Float64Array;
  readonly columnSums: Float64Array;
  readonly columnFactors: Float64Array;
}

export function fittingRoom(rows: number, columns: number): FittingRoom {
  return {
    fitted: new Float64Array(rows * columns),
    rowSums: new Float64Array(rows),
    columnSums: new Float64Array(columns),
    columnFactors: new Float64Array(columns),
  };
}

/**
 * The table with the given margins and the dependence (the odds ratios) of a reference: iterative proportional fitting.
 * What a table of counts still differs from it is a change of dependence, not of either margin.
 *
 * @param reference row by row, rows × columns, > 0 everywhere (add ½ to counts)
 * @param table     counts whose margins are taken, same shape, total > 0; what follows them is not looked at
 * @param room      of that shape; the answer is `room.fitted`
 * @returns expected counts with the row and column sums of `table`, within 1e-6 of its total. O(rows · columns) a round.
 * @see Deming & Stephan (1940), Ann. Math. Stat. 11(4):427–444
 */
export function fitMargins(
  reference: ArrayLike<number>,
  table: ArrayLike<number>,
  rows: number,
  columns: number,
  room: FittingRoom = fittingRoom(rows, columns),
): Float64Array {
  const { fitted, rowSums, columnSums, columnFactors } = room;
  fitted.set(reference);
  rowSums.fill(0);
  columnSums.fill(0);
  for (let cell = 0, row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      rowSums[row]! += table[cell]!;
      columnSums[column]! += table[cell]!;
    }
  }
  let total = 0;
  for (let row = 0; row < rows; row++) total += rowSums[row]!;
  for (let round = 0; round < mostRounds; round++) {
    scaleRows(fitted, rowSums, columns);
    columnFactors.fill(0);
    for (let cell = 0, row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, cell++) columnFactors[column]! += fitted[cell]!;
    }
    let apart = 0;
    for (let column = 0; column < columns; column++) {
      const now = columnFactors[column]!;
      apart += Math.abs(now - columnSums[column]!);
      columnFactors[column] = now > 0 ? columnSums[column]! / now : 0;
    }
    for (let cell = 0, row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, cell++) fitted[cell]! *= columnFactors[column]!;
    }
    if (apart <= 1e-6 * total) break;
  }
  return fitted;
}

function scaleRows(fitted: Float64Array, rowSums: Float64Array, columns: number): void {
  for (let row = 0; row < rowSums.length; row++) {
    let now = 0;
    const start = row * columns;
    for (let cell = start; cell < start + columns; cell++) now += fitted[cell]!;
    const factor = now > 0 ? rowSums[row]! / now : 0;
    for (let cell = start; cell < start + columns; cell++) fitted[cell]! *= factor;
  }
}
