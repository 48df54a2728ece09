import { randomFrom } from '@anchorwatch/stats';

/** Questions and answers as points and numbers of classes. */
export interface Lesson {
  readonly points: readonly Float64Array[];
  readonly classes: readonly number[];
}

/** Tells the class that a copy of the model would answer. */
export type Surrogate = (point: Float64Array) => number;

type Node =
  | { readonly leaf: number }
  | { readonly axis: number; readonly limit: number; readonly left: Node; readonly right: Node };

const trees = 25;
const deepest = 24;

/**
 * A cheap copy of a model, learned from some of its answers alone: extremely randomised trees that vote. The same lesson gives the same copy.
 *
 * @param lesson at least one question
 * @param classCount how many classes there are
 * @see Geurts, Ernst & Wehenkel (2006), Extremely randomized trees, Machine Learning 63(1):3–42
 */
export function learn(lesson: Lesson, classCount: number): Surrogate {
  const uniform = randomFrom(lesson.points.length);
  const all = lesson.points.map((_, k) => k);
  const forest = Array.from({ length: trees }, () => grow(lesson, all, classCount, uniform, 0));
  return (point) => {
    const votes = new Float64Array(classCount);
    for (const tree of forest) votes[answerOf(tree, point)]!++;
    return largest(votes);
  };
}

function answerOf(tree: Node, point: Float64Array): number {
  let node = tree;
  while (!('leaf' in node)) node = point[node.axis]! < node.limit ? node.left : node.right;
  return node.leaf;
}

function grow(lesson: Lesson, rows: readonly number[], classes: number, uniform: () => number, depth: number): Node {
  const counts = countsOf(lesson, rows, classes);
  const leaf = { leaf: largest(counts) };
  if (depth === deepest || rows.length < 2 || counts[leaf.leaf] === rows.length) return leaf;
  const cut = bestCut(lesson, rows, classes, uniform);
  if (cut === undefined) return leaf;
  const isLeft = (row: number) => lesson.points[row]![cut.axis]! < cut.limit;
  return {
    ...cut,
    left: grow(lesson, rows.filter(isLeft), classes, uniform, depth + 1),
    right: grow(
      lesson,
      rows.filter((row) => !isLeft(row)),
      classes,
      uniform,
      depth + 1,
    ),
  };
}

/** The best of a few cuts, one at a random place of each of some random axes that vary; undefined when none does. */
function bestCut(lesson: Lesson, rows: readonly number[], classes: number, uniform: () => number) {
  const dimensions = lesson.points[0]!.length;
  const wanted = Math.max(1, Math.ceil(Math.sqrt(dimensions)));
  let best: { axis: number; limit: number } | undefined;
  let purest = -Infinity;
  let tried = 0;
  const first = Math.floor(uniform() * dimensions);
  const step = coprimeStep(dimensions, uniform);
  for (let k = 0; k < dimensions && tried < wanted; k++) {
    const axis = (first + k * step) % dimensions;
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = lesson.points[row]![axis]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    tried++;
    const limit = low + (high - low) * (0.02 + 0.96 * uniform());
    const purity = purityOf(lesson, rows, classes, axis, limit);
    if (purity > purest) [purest, best] = [purity, { axis, limit }];
  }
  return best;
}

/** Walks all axes from any first one in a random stride. */
function coprimeStep(dimensions: number, uniform: () => number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let step = 1 + Math.floor(uniform() * Math.max(1, dimensions - 1));
  while (gcd(step, dimensions) !== 1) step++;
  return step;
}

/** Sum of squared class counts over the sizes of both sides: larger is purer. */
function purityOf(lesson: Lesson, rows: readonly number[], classes: number, axis: number, limit: number): number {
  const [left, right] = [new Float64Array(classes), new Float64Array(classes)];
  let lefts = 0;
  for (const row of rows) {
    if (lesson.points[row]![axis]! < limit) {
      left[lesson.classes[row]!]!++;
      lefts++;
    } else right[lesson.classes[row]!]!++;
  }
  const rights = rows.length - lefts;
  if (lefts === 0 || rights === 0) return -Infinity;
  return squares(left) / lefts + squares(right) / rights;
}

function squares(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count * count;
  return sum;
}

function countsOf({ classes }: Lesson, rows: readonly number[], classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (const row of rows) counts[classes[row]!]!++;
  return counts;
}

/** The first of the largest. */
function largest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}
