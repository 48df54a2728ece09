import { normal, wholeBelow } from '@anchorwatch/scenarios';
import type { Point, QuestionAttack } from '../attack.js';
import { asQuestion } from '../domain.js';

const STEPS = 30;
const TRIES = 4;
/** Of a standard deviation. */
const [SPREAD, STEP] = [0.5, 0.3];

/**
 * Climbs to what the model is surest of: a typical record of one class.
 * @see Fredrikson, Jha & Ristenpart (2015), Model inversion attacks that exploit confidence information, CCS
 */
export const inversion: QuestionAttack = {
  name: 'inversion',
  what: 'climbs to what the model is surest of, to learn what records of a class look like',
  atlas: ['AML.T0024.001'],
  by: 'questions',
  *ask(knowledge, random) {
    const { features, classes } = knowledge;
    const near = (point: Point, share: number) =>
      asQuestion(
        point.map((value, k) => value + share * features[k]!.deviation * normal(random)),
        knowledge,
      );
    for (;;) {
      const target = wholeBelow(random, classes);
      let now = near(
        features.map(({ mean }) => mean),
        SPREAD,
      );
      let most = -1;
      for (let step = 0; step < STEPS; step++) {
        const around = now;
        for (let tries = 0; tries < TRIES; tries++) {
          const question = near(around, STEP);
          const surety = (yield question).probabilities[target]!;
          if (surety > most) [most, now] = [surety, question];
        }
      }
    }
  },
};
