import type { Language } from './lexicon/concept.js';

/** What a rule is a sign of. */
export type Family =
  'override' | 'persona' | 'extraction' | 'framing' | 'delimiter' | 'exfiltration' | 'indirect' | 'hidden' | 'leak';

/** A rule over the ideas of the lexicon. */
export interface GrammarRule {
  /** `family.name`. */
  readonly id: string;
  readonly family: Family;
  /** The probability-like strength in (0, 1): weights w of the rules that fire give the score 1 − Π(1 − w). */
  readonly weight: number;
  /** What it means when it fires. */
  readonly means: string;
  readonly languages: readonly Language[];
  /**
   * Ideas that must follow one another; any one pattern suffices. Ideas are parted by blanks, alternatives by `|`; a number between two says how many words may
   * stand between them (3 if none is said). A Chinese character counts as half a word, the end of a sentence as one.
   */
  readonly patterns: readonly string[];
  /** Ideas that may not follow at once. */
  readonly unlessBefore?: string;
}

/** A rule over literal pieces of text, lower case, sought in the folded text with its punctuation. */
export interface LiteralRule extends Omit<GrammarRule, 'languages' | 'patterns' | 'unlessBefore'> {
  readonly literals: readonly string[];
  /** How many different ones there must be. */
  readonly atLeast: number;
}
