import type { QuestionAttack } from '../attack.js';
import { shuffled } from '../domain.js';

/**
 * Asks what takes the service longest: 10 to 200 times as long as usual.
 * @see Shumailov et al. (2021), Sponge examples, EuroS&P, for the factors
 */
export const sponge: QuestionAttack = {
  name: 'sponge',
  what: 'asks what takes the service 10 to 200 times as long as usual',
  atlas: ['AML.T0034.001', 'AML.T0029'],
  by: 'questions',
  effort: [10, 200],
  *ask(knowledge, random) {
    for (;;) yield* shuffled(knowledge.records, random);
  },
};
