import type { Declaration } from './declaration.js';
import type { Exposure } from './exposure/exposure.js';
import type { JudgedLevel } from './question.js';
import type { Supporting } from './supporting/supporting.js';
import type { Excess } from './rates/pooled-rate.js';

/** Questions that set a bit, as evidence. */
export interface Example {
  readonly event_id: string;
  readonly principal: string;
  /** The earlier event that it was set beside; '' where there is none. */
  readonly beside: string;
  /** Why it was set, in a few words; '' where the bit says it all. */
  readonly because: string;
}

/** A bit that is set more often than the budget lets pass: of everybody, or of one principal. */
export interface Signal {
  readonly bit: Declaration;
  /** Where; `pooled` is everybody. */
  readonly level: JudgedLevel | 'pooled';
  /** '' when pooled; a group goes by a name of its own. */
  readonly principal: string;
  /** Of a group: its members, the latest at most a thousand, and how many there are. */
  readonly members: readonly string[];
  readonly memberCount: number;
  /** Whose questions the window counts: everybody's also where a group stands behind it. */
  readonly among: 'everybody' | 'own';
  readonly excess: Excess;
  readonly overdispersion: number;
  readonly alpha: number;
  /** Chance of as many under the null. */
  readonly p_value: number;
  /** Share of the set bits of the window's time that are the principals' who set most: the heaviest, at most five. */
  readonly concentration: readonly { readonly principal: string; readonly set: number }[];
  readonly examples: readonly Example[];
  /** Of the questions that set it beside an earlier one: how many, and how many got another answer. */
  readonly linked: number;
  readonly flipped: number;
  /** What else speaks of the principal's questions, where enough of them are remembered. */
  readonly supporting: Supporting | undefined;
  /** Of a copy that is better than comparable customers' are: how good it is. */
  readonly exposure?: Exposure;
  /** When it was last seen, once it is over. */
  readonly ended: { readonly offset: number; readonly time: number } | undefined;
}
