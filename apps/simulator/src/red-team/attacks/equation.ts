import type { QuestionAttack } from '../attack.js';

/** So many standard deviations from the mean. */
const [NEAREST, FARTHEST] = [2, 12];

/**
 * Asks far from everything ordinary, where the answers of a linear model are equations for its weights.
 * @see Tramèr et al. (2016), Stealing machine learning models via prediction APIs, USENIX Security
 */
export const equation: QuestionAttack = {
  name: 'equation',
  what: 'solves for the weights of the model with questions far from everything ordinary',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask({ features }, random) {
    for (;;) {
      const far = NEAREST + random() * (FARTHEST - NEAREST);
      yield features.map(({ mean, deviation, whole }) => {
        const value = mean + (random() < 0.5 ? -far : far) * deviation;
        return whole ? Math.round(value) : Number(value.toPrecision(9));
      });
    }
  },
};
