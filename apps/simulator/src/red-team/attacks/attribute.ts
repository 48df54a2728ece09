import { wholeBelow } from '@anchorwatch/scenarios';
import type { QuestionAttack } from '../attack.js';
import { asQuestion, someRecord } from '../domain.js';

const VALUES = 8;

/**
 * Holds a record and varies one feature of it: which value makes the model surest is likely the true one.
 * @see Fredrikson et al. (2014), Privacy in pharmacogenetics, USENIX Security; Mehnaz et al. (2022), Are your sensitive attributes private?, USENIX Security
 */
export const attribute: QuestionAttack = {
  name: 'attribute',
  what: 'learns an unknown feature of a record by varying it and holding the rest',
  atlas: ['AML.T0024.001'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      const record = someRecord(knowledge, random);
      const unknown = wholeBelow(random, record.length);
      const values = Array.from({ length: VALUES }, () => someRecord(knowledge, random)[unknown]!);
      for (const value of new Set(values))
        yield asQuestion(
          record.map((known, k) => (k === unknown ? value : known)),
          knowledge,
        );
    }
  },
};
