import { normal } from '@anchorwatch/scenarios';
import type { QuestionAttack } from '../attack.js';
import { asQuestion, someRecord } from '../domain.js';

/** Of a standard deviation. */
const NOISE = 0.3;

/**
 * Asks records of another world: each feature from another record, with noise.
 * @see Correia-Silva et al. (2018), Copycat CNN, IJCNN
 */
export const copycat: QuestionAttack = {
  name: 'copycat',
  what: 'copies the model from records of another domain: every feature is real, their combinations are not',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;)
      yield asQuestion(
        knowledge.features.map(
          ({ deviation }, k) => someRecord(knowledge, random)[k]! + NOISE * deviation * normal(random),
        ),
        knowledge,
      );
  },
};
