import type { Vote } from '../training/neighbourhood.js';

/** A label as it is judged: what was to be expected, and what its source says. */
export interface JudgedLabel {
  /** Its place among everybody's labels, from 0. */
  readonly number: number;
  readonly offset: number;
  readonly time: number;
  /** '' where nobody is named. */
  readonly source: string;
  readonly event_id: string;
  readonly vote: Vote;
  /** Its class. */
  readonly label: number;
}

/** Whether a label is another than was to be expected. */
export function disagrees({ vote, label }: Pick<JudgedLabel, 'vote' | 'label'>): boolean {
  return vote.says !== label;
}
