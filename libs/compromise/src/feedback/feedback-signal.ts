import type { Declaration } from '../declaration.js';
import type { Moment } from '../rates/pooled-rate.js';

/** What the watcher's budget pays for: false alarms over so many labels. */
export interface FeedbackBudget {
  readonly alarms: number;
  readonly labels: number;
}

/** Labels that look wrong more than the budget lets pass: of one source, or of everybody. */
export interface FeedbackSignal {
  readonly sign: Declaration;
  /** '' where it is everybody's. */
  readonly source: string;
  /** Labels that were looked at, and where they lie. */
  readonly window: number;
  readonly first: Moment;
  readonly last: Moment;
  /** Of them: those that speak against the source, and what would be ordinary. */
  readonly set: number;
  readonly expected: number;
  readonly statistic: 'flip rate' | 'cusum' | 'chi2' | 'share' | 'rate';
  readonly value: number;
  readonly critical: number;
  readonly p_value: number;
  readonly alpha: number;
  /** What is labelled as what, by the names of the classes. */
  readonly pair: { readonly from: string; readonly to: string } | undefined;
  /** The smallest share of flips that would be found at 90 % in as many labels of this source; undefined where that is not the question. */
  readonly smallest: number | null | undefined;
  /** Events whose labels speak against it, the latest at most twenty. */
  readonly examples: readonly { readonly event_id: string; readonly source: string; readonly because: string }[];
  /** Who gave most of these, at most five. */
  readonly most: readonly { readonly source: string; readonly n: number }[];
  /** When it was last seen, once it is over. */
  readonly ended: Moment | undefined;
}
