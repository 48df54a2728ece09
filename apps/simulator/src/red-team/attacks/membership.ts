import { normal } from '@anchorwatch/scenarios';
import type { QuestionAttack } from '../attack.js';
import { asQuestion, someRecord } from '../domain.js';

/** Of a standard deviation: how much noise, from little to much. */
const NOISE = [0.05, 0.1, 0.2, 0.4] as const;
const COPIES = 6;

/**
 * Asks a record and noisy copies of it, to see how much noise its label bears: records that the model was trained on bear more.
 * @see Choquette-Choo et al. (2021), Label-only membership inference attacks, ICML
 */
export const membership: QuestionAttack = {
  name: 'membership',
  what: 'asks whether a record was among the training data, by how much noise its label bears',
  atlas: ['AML.T0024.000'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      const record = someRecord(knowledge, random);
      const { label } = yield record;
      for (const noise of NOISE) {
        let kept = 0;
        for (let copy = 0; copy < COPIES; copy++) {
          const noisy = record.map((value, k) => value + noise * knowledge.features[k]!.deviation * normal(random));
          if ((yield asQuestion(noisy, knowledge)).label === label) kept++;
        }
        if (2 * kept < COPIES) break;
      }
    }
  },
};
