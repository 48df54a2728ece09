import type { TrainingSign } from './signs.js';

/** A place in a run. */
export interface StepMoment {
  readonly step: number;
  readonly time: number;
}

/** Something in a run that the budget does not let pass. */
export interface TrainingSignal {
  readonly sign: TrainingSign;
  /** What is judged: `loss`, `gradient_norm`, `labels`, `labels between runs`, `digest`, `digest between runs`. */
  readonly measure: string;
  readonly run_id: string;
  readonly model_version: string;
  /** '' where no source is accused. */
  readonly source: string;
  readonly tier: 'alarm' | 'watch';
  readonly first: StepMoment;
  /** Where it was seen: the end of the window that raised it. */
  readonly raised: StepMoment;
  readonly last: StepMoment;
  readonly statistic: 'rise' | 'g' | 't' | 'digest';
  readonly value: number;
  readonly critical: number;
  readonly p_value: number;
  /** Reports, examples or runs that the judgement stands on. */
  readonly n: number;
  /** Counts now and before over the same labels; empty where it is not about labels. */
  readonly bins: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
  /** Runs that it was compared with, the latest at most twenty. */
  readonly runs: readonly string[];
  readonly words: string;
  /** When it was last seen, once it is over. */
  readonly ended: StepMoment | undefined;
}
