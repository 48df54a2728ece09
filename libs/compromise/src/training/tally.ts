import type { Vote } from './neighbourhood.js';

/** How many steps of difficulty there are: shares of the majority in steps of a twentieth. */
const steps = 21;

/** Rows by what their neighbours say, how surely, and which label they have. */
export class Tally {
  /** Of one cell: how many rows there are, and of each label. */
  readonly cells = new Map<number, { total: number; readonly labels: Map<number, number> }>();

  add(vote: Vote, label: number): void {
    this.addTo(cellOf(vote), label, 1);
  }

  /** Adds rows of one label to a cell; parts of rows as well. */
  addTo(key: number, label: number, times: number): void {
    let cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, (cell = { total: 0, labels: new Map() }));
    cell.total += times;
    cell.labels.set(label, (cell.labels.get(label) ?? 0) + times);
  }

  /** Rows in a cell, or those of one label. */
  count(key: number, label?: number): number {
    const cell = this.cells.get(key);
    return (label === undefined ? cell?.total : cell?.labels.get(label)) ?? 0;
  }
}

/** The number of the cell that a row with this vote lies in. */
export function cellOf({ says, share }: Vote): number {
  return says * steps + Math.round(share * (steps - 1));
}

/** The class that the neighbours of a cell's rows say. */
export function saidIn(key: number): number {
  return Math.floor(key / steps);
}
