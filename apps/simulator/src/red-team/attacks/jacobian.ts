import type { Point, QuestionAttack } from '../attack.js';
import { asQuestion, shuffled, someRecord } from '../domain.js';
import { slopeOf } from '../linear-copy.js';

const BEGIN = 30;
/** Of a standard deviation. */
const STEP = 0.25;
const MOST = 400;
const FRESH = 5;

/**
 * Asks a few records, fits a copy, moves every question a step along the copy's slope towards the other answer, and asks again.
 * @see Papernot et al. (2017), Practical black-box attacks against machine learning, ASIA CCS
 */
export const jacobian: QuestionAttack = {
  name: 'jacobian',
  what: 'copies the model from a few records that are moved along the slope of the copy',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask(knowledge, random) {
    let asked = Array.from({ length: BEGIN }, () => someRecord(knowledge, random));
    for (;;) {
      const labels: number[] = [];
      for (const point of asked) labels.push((yield point).label);
      const first = labels[0]!;
      const isFirst = labels.map((label) => label === first);
      if (!isFirst.includes(false)) asked = [...asked, someRecord(knowledge, random)];
      else {
        const slope = slopeOf(asked, isFirst, knowledge);
        const away = (label: number) => (label === first ? -STEP : STEP);
        asked = asked.map((point, k) =>
          asQuestion(stepped(point, slope, away(labels[k]!), knowledge.features), knowledge),
        );
        const fresh = Array.from({ length: FRESH }, () => someRecord(knowledge, random));
        asked = [...shuffled(asked, random).slice(0, MOST), ...fresh];
      }
    }
  },
};

function stepped(point: Point, slope: Point, by: number, features: readonly { readonly deviation: number }[]): Point {
  return point.map((value, k) => value + by * Math.sign(slope[k]!) * features[k]!.deviation);
}
