import type { QuestionAttack } from '../attack.js';
import { asQuestion } from '../domain.js';

/**
 * Draws every feature evenly from its range: what costs least to think of, and a good lesson for a copy.
 * @see Tramèr et al. (2016), Stealing machine learning models via prediction APIs, USENIX Security
 */
export const uniform: QuestionAttack = {
  name: 'uniform',
  what: 'copies the model from questions drawn evenly over the ranges of its features',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;)
      yield asQuestion(
        knowledge.features.map(({ least, most }) => least + random() * (most - least)),
        knowledge,
      );
  },
};
