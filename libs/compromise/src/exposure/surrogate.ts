import { randomFrom } from '@anchorwatch/stats';

/** Questions and answers as points and numbers of classes. */
export interface Lesson {
  readonly points: readonly Float64Array[];
  readonly classes: readonly number[];
}

/** The same of a model that answers with numbers. */
export interface NumbersLesson {
  readonly points: readonly Float64Array[];
  readonly values: readonly number[];
}

/** Tells what a copy of the model would answer: the class, or the number. */
export type Surrogate = (point: Float64Array) => number;

/** The nodes of a tree in columns, each followed by all that lies on its left. */
interface Tree {
  /** The coordinate that a node cuts; -1 for a leaf. */
  readonly axis: Int32Array;
  /** Where it cuts; what a leaf says. */
  readonly limit: Float64Array;
  /** Its right child. */
  readonly right: Int32Array;
}

/** The same while it grows. */
interface Growing {
  readonly axis: number[];
  readonly limit: number[];
  readonly right: number[];
}

/** What a tree learns: rows are added up, and a leaf says what their sums amount to. */
interface Taught {
  readonly points: readonly Float64Array[];
  readonly width: number;
  add(sums: Float64Array, row: number): void;
  leafOf(sums: Float64Array, n: number): number;
  /** Whether rows with these sums need no further cut. */
  isEnough(sums: Float64Array, n: number): boolean;
}

const trees = 25;
const deepest = 24;
/** Fewer numbers are not cut. */
const fewestNumbers = 5;

/**
 * A cheap copy of a model, learned from some of its answers alone: extremely randomised trees that vote. The same lesson gives the same copy.
 *
 * @param lesson at least one question
 * @param classCount how many classes there are
 * @see Geurts, Ernst & Wehenkel (2006), Extremely randomized trees, Machine Learning 63(1):3–42
 */
export function learn({ points, classes }: Lesson, classCount: number): Surrogate {
  const forest = forestOf({
    points,
    width: classCount,
    add: (sums, row) => sums[classes[row]!]!++,
    leafOf: largest,
    isEnough: (sums, n) => n < 2 || sums[largest(sums)] === n,
  });
  return (point) => {
    const votes = new Float64Array(classCount);
    for (const tree of forest) votes[answerOf(tree, point)]!++;
    return largest(votes);
  };
}

/** The same of a model that answers with numbers: the mean over the trees. */
export function learnNumbers({ points, values }: NumbersLesson): Surrogate {
  // Sums around the mean keep their digits.
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const forest = forestOf({
    points,
    width: 1,
    add: (sums, row) => (sums[0]! += values[row]! - mean),
    leafOf: ([sum], n) => mean + sum! / n,
    isEnough: (_, n) => n < fewestNumbers,
  });
  return (point) => forest.reduce((sum, tree) => sum + answerOf(tree, point), 0) / trees;
}

function forestOf(taught: Taught): readonly Tree[] {
  const uniform = randomFrom(taught.points.length);
  const all = taught.points.map((_, k) => k);
  return Array.from({ length: trees }, () => {
    const tree: Growing = { axis: [], limit: [], right: [] };
    grow(tree, taught, all, uniform, 0);
    return {
      axis: Int32Array.from(tree.axis),
      limit: Float64Array.from(tree.limit),
      right: Int32Array.from(tree.right),
    };
  });
}

function answerOf({ axis, limit, right }: Tree, point: Float64Array): number {
  let node = 0;
  while (axis[node]! >= 0) node = point[axis[node]!]! < limit[node]! ? node + 1 : right[node]!;
  return limit[node]!;
}

function grow(tree: Growing, taught: Taught, rows: readonly number[], uniform: () => number, depth: number): void {
  const sums = new Float64Array(taught.width);
  for (const row of rows) taught.add(sums, row);
  const isDone = depth === deepest || taught.isEnough(sums, rows.length);
  const cut = isDone ? undefined : bestCut(taught, rows, uniform);
  const node = tree.axis.length;
  tree.axis.push(cut?.axis ?? -1);
  tree.limit.push(cut?.limit ?? taught.leafOf(sums, rows.length));
  tree.right.push(0);
  if (cut === undefined) return;
  const isLeft = (row: number) => taught.points[row]![cut.axis]! < cut.limit;
  grow(tree, taught, rows.filter(isLeft), uniform, depth + 1);
  tree.right[node] = tree.axis.length;
  grow(
    tree,
    taught,
    rows.filter((row) => !isLeft(row)),
    uniform,
    depth + 1,
  );
}

/** The best of a few cuts, one at a random place of each of some random axes that vary; undefined when none does. */
function bestCut(taught: Taught, rows: readonly number[], uniform: () => number) {
  const { points } = taught;
  const dimensions = points[0]!.length;
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
      const value = points[row]![axis]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    tried++;
    const limit = low + (high - low) * (0.02 + 0.96 * uniform());
    const purity = purityOf(taught, rows, axis, limit);
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

/** Sum of squared sums (counts of classes, or numbers around their mean) over the sizes of both sides: larger is purer. */
function purityOf(taught: Taught, rows: readonly number[], axis: number, limit: number): number {
  const [left, right] = [new Float64Array(taught.width), new Float64Array(taught.width)];
  let lefts = 0;
  for (const row of rows) {
    const isLeft = taught.points[row]![axis]! < limit;
    if (isLeft) lefts++;
    taught.add(isLeft ? left : right, row);
  }
  const rights = rows.length - lefts;
  if (lefts === 0 || rights === 0) return -Infinity;
  return squares(left) / lefts + squares(right) / rights;
}

function squares(sums: Float64Array): number {
  let total = 0;
  for (const sum of sums) total += sum * sum;
  return total;
}

/** The first of the largest. */
function largest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}
