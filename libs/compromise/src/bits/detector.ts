import type { Declaration } from '../declaration.js';
import type { HoneyList } from '../honey/honey-list.js';
import type { GuardedTexts } from '../prompts/guarded.js';
import type { Question } from '../question.js';

/** Set because of an earlier question: its event's id, and whether the answer is another one now. */
export interface Beside {
  readonly beside: string;
  readonly flipped: boolean;
  /** Who asked it, where that is remembered. */
  readonly asker?: string;
  /** Of a walk through several hands: whose, the latest last. */
  readonly hands?: readonly string[];
}

/** Set for a reason that a person would want to read, in a few words without a full stop. */
export interface Because {
  readonly because: string;
}

/** Set (plainly, beside an earlier question or for a reason), not set, or undefined where the detector does not speak of the question. */
export type Bit = boolean | Beside | Because | undefined;

/** What a detector says of one question: one place for each of its bits. */
export type Reading = readonly Bit[];

/** Reads questions in their order; remembers a bounded stretch of them. */
export interface Reader<Memory = unknown> {
  read(question: Question): Reading;
  /** What it remembers, as plain values that do not change any more: a reader opened with it reads on as this one would. */
  memory(): Memory;
}

/** A reader that remembers nothing. */
export function forgetful(read: (question: Question) => Reading): Reader<undefined> {
  return { read, memory: () => undefined };
}

/** What operators tell detectors beside healthy traffic. */
export interface Given {
  readonly honey?: HoneyList;
  /** What must not come out of a language model. */
  readonly guarded?: GuardedTexts;
}

/** Why a detector sees nothing here, in words that follow "blind:". */
export interface Blind {
  readonly blind: string;
}

/**
 * One way of seeing. It is fitted on healthy questions, frozen, and from then on turns each question into one bit or a few. It has no threshold
 * of its own on how often: `rates/` judges that. `Fitted` is plain JSON; `Memory` is plain too, with maps and typed arrays.
 */
export interface Detector<Fitted = unknown, Memory = unknown> {
  readonly bits: readonly Declaration[];
  /** Whether what a reader says depends on the questions before: then it has to read what went before a start. */
  readonly remembers: boolean;
  /** @param healthy in their order */
  fit(healthy: readonly Question[], given?: Given): Fitted | Blind;
  /** @param memory of the reader that this one goes on from; without it the memory is empty. */
  open(fitted: Fitted, memory?: Memory): Reader<Memory>;
}

/** Whether a fit is the reason why there is none. */
export function isBlind(fitted: unknown): fitted is Blind {
  return typeof fitted === 'object' && fitted !== null && 'blind' in fitted;
}
