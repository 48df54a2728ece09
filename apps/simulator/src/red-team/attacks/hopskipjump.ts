import type { Point, QuestionAttack } from '../attack.js';
import { asQuestion, difference, lengthOf, moved, plus, someDirection, unit } from '../domain.js';
import { nearestBeyond, twoSides } from '../sides.js';

const JUMPS = 6;
const FIRST_PROBES = 20;
const HALVINGS = 6;

/**
 * Finds the boundary by halving, feels its slope with random probes around it, jumps along the slope, and again.
 * @see Chen, Jordan & Wainwright (2020), HopSkipJumpAttack, IEEE S&P
 */
export const hopskipjump: QuestionAttack = {
  name: 'hopskipjump',
  what: 'changes an answer with random probes around the boundary, jumps along its slope, and halving',
  atlas: ['AML.T0043.001', 'AML.T0015'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      const sides = yield* twoSides(knowledge, random);
      let now = yield* nearestBeyond(sides, sides.other, HALVINGS, knowledge);
      for (let jump = 1; jump <= JUMPS; jump++) {
        const way = lengthOf(difference(sides.source, now, knowledge));
        const probes = Math.round(FIRST_PROBES * Math.sqrt(jump));
        let slope: Point = knowledge.features.map(() => 0);
        for (let probe = 0; probe < probes; probe++) {
          const direction = someDirection(knowledge, random);
          const felt = yield asQuestion(moved(now, direction, 0.1 * way, knowledge), knowledge);
          slope = plus(slope, direction, felt.label === sides.label ? -1 : 1);
        }
        for (let length = way / Math.sqrt(jump); length > 0.01 * way; length /= 2) {
          const jumped = moved(now, unit(slope), length, knowledge);
          if ((yield asQuestion(jumped, knowledge)).label === sides.label) continue;
          now = jumped;
          break;
        }
        now = yield* nearestBeyond(sides, now, HALVINGS, knowledge);
      }
    }
  },
};
