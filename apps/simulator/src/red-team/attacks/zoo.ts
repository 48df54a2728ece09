import { wholeBelow } from '@anchorwatch/scenarios';
import type { Answer, QuestionAttack } from '../attack.js';
import { asQuestion, someRecord } from '../domain.js';

const STEPS = 60;
/** Of a standard deviation: how far apart two probes are, and how far a step goes. */
const [APART, STEP] = [0.1, 0.25];

/**
 * Feels the slope of the probability one feature at a time, by two questions that differ in it, and steps down.
 * @see Chen et al. (2017), ZOO: zeroth order optimization based black-box attacks, AISec
 */
export const zoo: QuestionAttack = {
  name: 'zoo',
  what: 'changes an answer by the slope of its probability, one feature at a time',
  atlas: ['AML.T0043.001', 'AML.T0015'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      let now = someRecord(knowledge, random);
      const { label } = yield now;
      for (let step = 0; step < STEPS; step++) {
        const k = wholeBelow(random, knowledge.features.length);
        const { deviation, whole } = knowledge.features[k]!;
        const width = whole ? Math.max(1, APART * deviation) : APART * deviation;
        const shifted = (by: number) =>
          asQuestion(
            now.map((value, at) => (at === k ? value + by : value)),
            knowledge,
          );
        const slope = logOdds(yield shifted(width), label) - logOdds(yield shifted(-width), label);
        if (slope === 0) continue;
        now = shifted(-Math.sign(slope) * Math.max(width, STEP * deviation));
        if ((yield now).label !== label) break;
      }
    }
  },
};

function logOdds({ probabilities }: Answer, label: number): number {
  const share = Math.max(1e-6, Math.min(1 - 1e-6, probabilities[label]!));
  return Math.log(share / (1 - share));
}
