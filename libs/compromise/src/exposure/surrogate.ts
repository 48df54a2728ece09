import { randomFrom } from '@anchorwatch/stats';

/** Questions and answers as points and numbers of classes. */
export interface Lesson {
  readonly points: readonly Float64Array[];
  readonly classes: readonly number[];
}

/** Tells the class that a copy of the model would answer. */
export type Surrogate = (point: Float64Array) => number;

/** Nodes of a tree in one row: what lies below a node's limit comes right after it. */
interface Tree {
  /** The axis that a node cuts; −1 minus the class of a leaf. */
  readonly axes: number[];
  readonly limits: number[];
  /** Where what lies on or above the limit comes. */
  readonly rights: number[];
}

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
  const table = tableOf(lesson, classCount);
  const forest = Array.from({ length: trees }, () => {
    const tree: Tree = { axes: [], limits: [], rights: [] };
    grow(tree, table, 0, lesson.points.length, uniform, 0);
    return {
      axes: Int32Array.from(tree.axes),
      limits: Float64Array.from(tree.limits),
      rights: Int32Array.from(tree.rights),
    };
  });
  return (point) => {
    const votes = new Float64Array(classCount);
    for (const tree of forest) votes[answerOf(tree, point)]!++;
    return largest(votes);
  };
}

function answerOf(
  { axes, limits, rights }: { readonly [field in keyof Tree]: ArrayLike<number> },
  point: Float64Array,
): number {
  let node = 0;
  let axis = axes[0]!;
  while (axis >= 0) {
    node = point[axis]! < limits[node]! ? node + 1 : rights[node]!;
    axis = axes[node]!;
  }
  return -1 - axis;
}

/** A lesson by axes, and the places of its rows in an order in which those of each node lie together. */
interface Table {
  readonly axes: readonly Float64Array[];
  readonly classes: readonly number[];
  readonly rows: Uint32Array;
  readonly classCount: number;
}

function tableOf({ points, classes }: Lesson, classCount: number): Table {
  const axes = Array.from(points[0]!, (_, axis) => Float64Array.from(points, (point) => point[axis]!));
  return { axes, classes, rows: Uint32Array.from(points.keys()), classCount };
}

/** Grows the rows in places from `from` up to `to` into the tree, and brings them into its order. */
function grow(tree: Tree, table: Table, from: number, to: number, uniform: () => number, depth: number): void {
  const counts = countsOf(table, from, to);
  const leaf = largest(counts);
  const isPure = depth === deepest || to - from < 2 || counts[leaf] === to - from;
  const cut = isPure ? undefined : bestCut(table, from, to, counts, uniform);
  const node = tree.axes.push(cut?.axis ?? -1 - leaf) - 1;
  tree.limits.push(cut?.limit ?? 0);
  tree.rights.push(0);
  if (cut === undefined) return;
  const middle = part(table, from, to, cut.axis, cut.limit);
  grow(tree, table, from, middle, uniform, depth + 1);
  tree.rights[node] = tree.axes.length;
  grow(tree, table, middle, to, uniform, depth + 1);
}

/** Puts the rows below the limit first; where the others begin. */
function part({ axes, rows }: Table, from: number, to: number, axis: number, limit: number): number {
  const values = axes[axis]!;
  let middle = from;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    if (!(values[row]! < limit)) continue;
    rows[at] = rows[middle]!;
    rows[middle++] = row;
  }
  return middle;
}

/** The best of a few cuts, one at a random place of each of some random axes that vary; undefined when none does. */
function bestCut(table: Table, from: number, to: number, counts: Float64Array, uniform: () => number) {
  const { axes, rows } = table;
  const wanted = Math.max(1, Math.ceil(Math.sqrt(axes.length)));
  let best: { axis: number; limit: number } | undefined;
  let purest = -Infinity;
  let tried = 0;
  const first = Math.floor(uniform() * axes.length);
  const step = coprimeStep(axes.length, uniform);
  for (let k = 0; k < axes.length && tried < wanted; k++) {
    const axis = (first + k * step) % axes.length;
    const values = axes[axis]!;
    let [low, high] = [Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      const value = values[rows[at]!]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    tried++;
    const limit = low + (high - low) * (0.02 + 0.96 * uniform());
    const purity = purityOf(table, from, to, counts, values, limit);
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
function purityOf(
  { classes, rows, classCount }: Table,
  from: number,
  to: number,
  counts: Float64Array,
  values: Float64Array,
  limit: number,
): number {
  const left = new Float64Array(classCount);
  let lefts = 0;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    if (!(values[row]! < limit)) continue;
    left[classes[row]!]!++;
    lefts++;
  }
  const rights = to - from - lefts;
  if (lefts === 0 || rights === 0) return -Infinity;
  const right = left.map((count, k) => counts[k]! - count);
  return squares(left) / lefts + squares(right) / rights;
}

function squares(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count * count;
  return sum;
}

function countsOf({ classes, rows, classCount }: Table, from: number, to: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (let at = from; at < to; at++) counts[classes[rows[at]!]!]!++;
  return counts;
}

/** The first of the largest. */
function largest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}
