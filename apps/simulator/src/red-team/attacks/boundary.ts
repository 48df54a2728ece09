import type { Random } from '@anchorwatch/scenarios';
import type { Knowledge, Point, QuestionAttack } from '../attack.js';
import { asQuestion, difference, lengthOf, moved, plus, someDirection, unit } from '../domain.js';
import { nearestBeyond, twoSides } from '../sides.js';

const STEPS = 40;

/**
 * Walks along the boundary towards a record: a random step at the same distance, then one nearer, both kept while the answer stays the other one.
 * @see Brendel, Rauber & Bethge (2018), Decision-based adversarial attacks, ICLR
 */
export const boundary: QuestionAttack = {
  name: 'boundary',
  what: 'changes an answer by walking along the boundary towards a record',
  atlas: ['AML.T0043.001', 'AML.T0015'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) {
      const sides = yield* twoSides(knowledge, random);
      let now = yield* nearestBeyond(sides, sides.other, 4, knowledge);
      let [aside, nearer] = [0.2, 0.1];
      for (let step = 0; step < STEPS; step++) {
        const beside = sideways(sides.source, now, aside, knowledge, random);
        const stays = (yield asQuestion(beside, knowledge)).label !== sides.label;
        aside *= stays ? 1.1 : 0.9;
        if (!stays) continue;
        now = beside;
        const closer = plus(now, wayTo(now, sides.source), nearer);
        const isKept = (yield asQuestion(closer, knowledge)).label !== sides.label;
        nearer = Math.min(0.9, nearer * (isKept ? 1.2 : 0.7));
        if (isKept) now = closer;
      }
    }
  },
};

/** A random step across the way from the source, as long as a share of that way. */
function sideways(source: Point, now: Point, share: number, knowledge: Knowledge, random: Random): Point {
  const way = difference(source, now, knowledge);
  const along = unit(way);
  const drawn = someDirection(knowledge, random);
  const dot = drawn.reduce((sum, value, k) => sum + value * along[k]!, 0);
  return moved(now, unit(plus(drawn, along, -dot)), share * lengthOf(way), knowledge);
}

function wayTo(from: Point, to: Point): Point {
  return from.map((value, k) => to[k]! - value);
}
