/** A question as trigger mining sees it. */
export interface Row {
  /**
   * Three for each feature, equal where the questions are: the value; whether it lies beyond what was ever asked; what it is taken for where questions are set beside
   * each other, its bin or its value. NaN, which equals nothing, where there is none. Triggers are of the first two kinds.
   */
  readonly cells: Float64Array;
  /** The class that was answered. */
  readonly label: number;
  /** The classes that all else in the question speaks against, as a mask. */
  readonly against: number;
}

/** What a question may carry: one cell of it. */
export interface Item {
  readonly cell: number;
  readonly code: number;
}

/** An item, or two of different features, whose questions get one answer against everything else in them. */
export interface Trigger {
  readonly items: readonly Item[];
  readonly label: number;
  /** Of so many questions with it whose other features speak against the answer … */
  readonly against: number;
  /** … so many got it all the same. */
  readonly obeyed: number;
  readonly pValue: number;
}

/** So many different questions at least got the answer against everything else in them. */
export const fewestObeyed = 6;
/** … and this share of all that have the trigger and speak against the answer. */
const obedient = 0.8;

export function enoughObey(obeyed: number, against: number): boolean {
  return obeyed >= fewestObeyed && obeyed >= obedient * against;
}

export function carries(cells: Float64Array, { items }: Pick<Trigger, 'items'>): boolean {
  return items.every(({ cell, code }) => cells[cell] === code);
}
