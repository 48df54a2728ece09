import type { Declaration } from '../declaration.js';
import type { Question } from '../question.js';

/** Set because of an earlier question: its event's id, and whether the answer is another one now. */
export interface Beside {
  readonly beside: string;
  readonly flipped: boolean;
}

/** Set, not set, or undefined where the detector does not speak of the question. */
export type Bit = boolean | Beside | undefined;

/** What a detector says of one question: one place for each of its bits. */
export type Reading = readonly Bit[];

/** Reads questions in their order; remembers a bounded stretch of them. */
export type Reader = (question: Question) => Reading;

/** Why a detector sees nothing here, in words that follow "blind:". */
export interface Blind {
  readonly blind: string;
}

/**
 * One way of seeing. It is fitted on healthy questions, frozen, and from then on turns each question into one bit or a few. It has no threshold
 * of its own on how often: `rates/` judges that. `Fitted` is plain JSON.
 */
export interface Detector<Fitted = unknown> {
  readonly bits: readonly Declaration[];
  /** Whether what a reader says depends on the questions before: then it has to read what went before a start. */
  readonly remembers: boolean;
  /** @param healthy in their order */
  fit(healthy: readonly Question[]): Fitted | Blind;
  /** A reader with an empty memory. */
  open(fitted: Fitted): Reader;
}

/** Whether a fit is the reason why there is none. */
export function isBlind(fitted: unknown): fitted is Blind {
  return typeof fitted === 'object' && fitted !== null && 'blind' in fitted;
}
