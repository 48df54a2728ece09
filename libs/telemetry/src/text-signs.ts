/** What intake reads in the texts of a language model, to be kept in their place: numbers, names of rules and keyed hashes, nothing of a text itself. */
export interface TextSigns {
  /** Names the key of the hashes: those of two keys cannot be compared. */
  readonly key: string;
  /** Names what was guarded when the answer was read; '' nothing. */
  readonly guard: string;
  readonly prompt?: PromptSigns;
  readonly output?: OutputSigns;
}

/** What was read in a prompt. */
export interface PromptSigns {
  /** UTF-16 units of the whole prompt. */
  readonly length: number;
  /** Equal for equal prompts. */
  readonly hash: string;
  /** How much it looks like an attack, 0 … 1. */
  readonly score: number;
  /** Ids of the rules that fired. */
  readonly rules: readonly string[];
  /** Hashes of its pairs of words, 32 bits each, ascending, at most 1,024: prompts that share many are alike. */
  readonly shingles: readonly number[];
  /** What a classifier of the operator's said, and what it is called; absent where it was not asked or did not answer in time. */
  readonly classified?: { readonly by: string; readonly score: number };
}

/** What was read in an answer. */
export interface OutputSigns {
  readonly length: number;
  /** How much it looks like a leak, 0 … 1. */
  readonly score: number;
  readonly rules: readonly string[];
  /** The hosts of its addresses, at most 50: of each its hash, then those of the hosts above it, parted by dots. */
  readonly hosts: readonly string[];
  /** Whether its first words refuse. */
  readonly refusing: boolean;
}
