import type { Vote } from './neighbourhood.js';

/** A row as it is judged: its class and what its neighbours say, if they say anything. */
export interface JudgedRow {
  readonly row: number;
  readonly source: number;
  readonly label: number;
  readonly vote: Vote | undefined;
}
