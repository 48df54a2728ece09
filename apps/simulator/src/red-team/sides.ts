import type { Random } from '@anchorwatch/scenarios';
import type { Answer, Knowledge, Point } from './attack.js';
import { asQuestion, between, someRecord } from './domain.js';

/** Part of an attack: asks, and comes to something. */
export type Part<Result> = Generator<Point, Result, Answer>;

/** A record whose answer is to be changed, and another record that is answered otherwise. */
export interface Sides {
  readonly source: Point;
  readonly label: number;
  readonly other: Point;
}

/** After so many records of one label another source is tried. */
const PATIENCE = 30;

/** Asks records until two are answered otherwise. */
export function* twoSides(knowledge: Knowledge, random: Random): Part<Sides> {
  for (;;) {
    const source = someRecord(knowledge, random);
    const { label } = yield source;
    for (let tries = 0; tries < PATIENCE; tries++) {
      const other = someRecord(knowledge, random);
      if ((yield other).label !== label) return { source, label, other };
    }
  }
}

/** Halves the way from the source to a point beyond the boundary; the nearest point still beyond it. */
export function* nearestBeyond(
  { source, label }: Sides,
  beyond: Point,
  halvings: number,
  knowledge: Knowledge,
): Part<Point> {
  let [near, far] = [0, 1];
  for (let k = 0; k < halvings; k++) {
    const middle = (near + far) / 2;
    const { label: answered } = yield asQuestion(between(source, beyond, middle), knowledge);
    if (answered === label) near = middle;
    else far = middle;
  }
  return between(source, beyond, far);
}
