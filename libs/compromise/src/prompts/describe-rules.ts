import { answerRules } from './answer-rules.js';
import { disguises, invisible } from './hidden-rules.js';
import { knownTextRules } from './known-text-rules.js';
import { leakRules } from './leaks.js';
import type { Family } from './rule.js';
import { grammarRules, literalRules } from './rules.js';

/** What a rule says of itself. */
export interface RuleDescription {
  /** `family.name`, as in `rules` of an inspection. */
  readonly id: string;
  readonly family: Family;
  readonly weight: number;
  readonly means: string;
}

/** Every rule, in the order of the catalogue. */
export function describeRules(): readonly RuleDescription[] {
  return [
    ...grammarRules,
    ...literalRules,
    ...Object.values(disguises),
    ...Object.values(invisible),
    ...answerRules,
    ...leakRules,
    ...Object.values(knownTextRules),
  ].map(({ id, family, weight, means }) => ({ id, family, weight, means }));
}
