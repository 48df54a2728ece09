import { wholeBelow } from '@anchorwatch/scenarios';
import type { QuestionAttack } from '../attack.js';
import { asQuestion, someRecord } from '../domain.js';

const ROUNDS = 12;
const TRIES = 6;

/** Changes one feature of a record at a time and keeps the change that lowers the probability of its answer most: a few questions often suffice. */
export const coordinate: QuestionAttack = {
  name: 'coordinate',
  what: 'changes an answer by changing one feature of a record at a time, greedily',
  atlas: ['AML.T0043.001', 'AML.T0015'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      let now = someRecord(knowledge, random);
      const first = yield now;
      let least = first.probabilities[first.label]!;
      for (let round = 0, isChanged = false; round < ROUNDS && !isChanged; round++) {
        const tried = Array.from({ length: TRIES }, () => {
          const k = wholeBelow(random, now.length);
          const step = (random() < 0.5 ? -1 : 1) * (0.3 + 1.2 * random()) * knowledge.features[k]!.deviation;
          return asQuestion(
            now.map((value, at) => (at === k ? value + step : value)),
            knowledge,
          );
        });
        for (const question of tried) {
          const answer = yield question;
          isChanged ||= answer.label !== first.label;
          if (answer.probabilities[first.label]! >= least) continue;
          least = answer.probabilities[first.label]!;
          now = question;
        }
      }
    }
  },
};
