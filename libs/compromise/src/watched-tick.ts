/** One tick of one baseline's questions, and how many of them the detectors read. */
export interface WatchedTick {
  readonly model: string;
  /** Digest. */
  readonly baseline: string;
  readonly tick: number;
  /** Event time, milliseconds; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** That were counted, and are compared with the baseline. */
  readonly questions: number;
  /** Those of them that every detector read; the rest was more than the budget of computation lets pass. */
  readonly scored: number;
  /** What reading them cost of the alarm budget, in false alarms. */
  readonly spent: number;
}

/** Watched ticks of one model added up. */
export type WatchUse = Pick<WatchedTick, 'model' | 'questions' | 'scored' | 'spent'>;
