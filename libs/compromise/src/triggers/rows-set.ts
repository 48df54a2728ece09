/** A set of rows as bits. */
export type RowSet = Uint32Array;

/** The rows, of so many, for which something holds. */
export function rowSet(rows: number, holds: (row: number) => boolean): RowSet {
  const set = new Uint32Array((rows + 31) >> 5);
  for (let row = 0; row < rows; row++) if (holds(row)) set[row >> 5]! |= 1 << (row & 31);
  return set;
}

/** How many rows are in all of the sets. */
export function countInAll(...sets: readonly RowSet[]): number {
  let count = 0;
  for (let k = 0; k < sets[0]!.length; k++) {
    let word = sets[0]![k]!;
    for (let other = 1; other < sets.length; other++) word &= sets[other]![k]!;
    count += ones(word);
  }
  return count;
}

/** How many rows are in both. */
export function countInBoth(a: RowSet, b: RowSet): number {
  let count = 0;
  for (let k = 0; k < a.length; k++) count += ones(a[k]! & b[k]!);
  return count;
}

/** The bits of a word that are set. */
function ones(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
