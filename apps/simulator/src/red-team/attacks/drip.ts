import type { QuestionAttack } from '../attack.js';
import { shuffled } from '../domain.js';

/** Asks what takes somewhat longer, from many accounts: none of them stands out. */
export const drip: QuestionAttack = {
  name: 'drip',
  what: 'asks what takes the service 2 to 4 times as long as usual; meant for many accounts, a few questions each',
  atlas: ['AML.T0034.001', 'AML.T0029'],
  by: 'questions',
  effort: [2, 4],
  *ask(knowledge, random) {
    for (;;) yield* shuffled(knowledge.records, random);
  },
};
