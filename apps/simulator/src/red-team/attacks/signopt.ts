import type { Knowledge, Point, QuestionAttack } from '../attack.js';
import { asQuestion, difference, lengthOf, moved, plus, someDirection, unit } from '../domain.js';
import { nearestBeyond, twoSides, type Part, type Sides } from '../sides.js';

const ROUNDS = 8;
const TRIALS = 20;
const HALVINGS = 6;
/** How far a trial turns the direction. */
const TURN = 0.05;

/**
 * Looks for the direction in which the boundary is nearest, by the signs of random turns of it.
 * @see Cheng et al. (2020), Sign-OPT, ICLR
 */
export const signopt: QuestionAttack = {
  name: 'signopt',
  what: 'changes an answer by turning towards the direction in which the boundary is nearest',
  atlas: ['AML.T0043.001', 'AML.T0015'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      const sides = yield* twoSides(knowledge, random);
      let direction = unit(difference(sides.source, sides.other, knowledge));
      let far = yield* distance(
        sides,
        direction,
        lengthOf(difference(sides.source, sides.other, knowledge)),
        knowledge,
      );
      for (let round = 0; round < ROUNDS; round++) {
        let slope: Point = knowledge.features.map(() => 0);
        for (let trial = 0; trial < TRIALS; trial++) {
          const turn = someDirection(knowledge, random);
          const turned = moved(sides.source, unit(plus(direction, turn, TURN)), far, knowledge);
          const { label } = yield asQuestion(turned, knowledge);
          slope = plus(slope, turn, label === sides.label ? 1 : -1);
        }
        const better = unit(plus(direction, unit(slope), -0.2));
        const { label } = yield asQuestion(moved(sides.source, better, far, knowledge), knowledge);
        if (label === sides.label) continue;
        far = yield* distance(sides, better, far, knowledge);
        direction = better;
      }
    }
  },
};

/** How far the boundary is in a direction, where a point at `most` lies beyond it. */
function* distance(sides: Sides, direction: Point, most: number, knowledge: Knowledge): Part<number> {
  const beyond = yield* nearestBeyond(sides, moved(sides.source, direction, most, knowledge), HALVINGS, knowledge);
  return lengthOf(difference(sides.source, beyond, knowledge));
}
