import type { QuestionAttack } from '../attack.js';
import { shuffled } from '../domain.js';

/**
 * Asks real records, each once before any again: questions like those of customers.
 * @see Orekondy, Schiele & Fritz (2019), Knockoff nets, CVPR
 */
export const knockoff: QuestionAttack = {
  name: 'knockoff',
  what: 'copies the model from real records: its questions are those of a customer',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) yield* shuffled(knowledge.records, random);
  },
};
