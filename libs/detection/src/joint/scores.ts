import { symmetricEigen } from '@anchorwatch/stats';

/** Numbers for the rows and columns of a grid along which its dependence is read as one correlation. */
export interface Scores {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Of values with an order: the middles of their ranks. Of categories: the scores that correlate most. @param shares sum to 1 */
export function scoresOf(shares: Float64Array, rows: number, columns: number, ordered: boolean): Scores {
  const ofRows = new Float64Array(rows);
  const ofColumns = new Float64Array(columns);
  shares.forEach((share, cell) => {
    ofRows[Math.floor(cell / columns)]! += share;
    ofColumns[cell % columns]! += share;
  });
  return ordered ? { rows: middles(ofRows), columns: middles(ofColumns) } : canonical(shares, ofRows, ofColumns);
}

function middles(shares: Float64Array): Float64Array {
  let below = 0;
  return shares.map((share) => (below += share) - share / 2);
}

/** The first canonical pair. @see Hirschfeld (1935), Proc. Camb. Phil. Soc. 31:520–524; Greenacre (1984), correspondence analysis */
function canonical(shares: Float64Array, rows: Float64Array, columns: Float64Array): Scores {
  const size = rows.length;
  const residual = (row: number, column: number): number =>
    (shares[row * columns.length + column]! - rows[row]! * columns[column]!) / Math.sqrt(rows[row]! * columns[column]!);
  const product = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      for (let column = 0; column < columns.length; column++)
        product[a * size + b]! += residual(a, column) * residual(b, column);
    }
  }
  const [vector] = symmetricEigen(product, size).vectors;
  const ofRows = rows.map((share, row) => vector![row]! / Math.sqrt(share));
  const ofColumns = columns.map((share, column) => {
    let sum = 0;
    for (let row = 0; row < size; row++) sum += shares[row * columns.length + column]! * ofRows[row]!;
    return sum / share;
  });
  return { rows: ofRows, columns: ofColumns };
}
