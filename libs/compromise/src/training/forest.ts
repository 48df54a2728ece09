import { randomFrom } from '@anchorwatch/stats';

/** Points by coordinate: the k-th number of all of them together. */
export type Columns = readonly Float64Array[];

/** Each tree learns from this share of the rows. */
const learntShare = 0.6;
/** A leaf has at least so many rows: less would learn wrong labels by heart. */
const fewestInLeaf = 8;
/** So many splits are tried at a node, on at most so many of its rows. */
const tries = 10;
const looked = 120;

/** Nodes of a tree as parallel lists; a leaf has no coordinate (−1) and its shares of the classes begin at `left`. */
export interface Tree {
  readonly coordinate: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly shares: number[];
}

/**
 * A small forest of random trees: what rows with such features are mostly labelled.
 *
 * @param learn numbers of the rows to learn from, at least one
 * @param trees how many
 * @param seed  of its chance: the same rows give the same forest
 * @returns the shares of the classes at a row, by coordinates; they add up to 1
 * @see Geurts, Ernst & Wehenkel (2006), extremely randomized trees, Mach. Learn. 63:3–42
 */
export function growForest(
  columns: Columns,
  labels: ArrayLike<number>,
  classes: number,
  learn: readonly number[],
  seed: number,
  trees = 32,
): (columns: Columns, at: number) => Float64Array {
  const grown = growTrees(columns, labels, classes, learn, seed, trees);
  return (of, at) => sharesOf(grown, classes, (coordinate) => of[coordinate]![at]!);
}

/** The trees of such a forest, as plain values. */
export function growTrees(
  columns: Columns,
  labels: ArrayLike<number>,
  classes: number,
  learn: readonly number[],
  seed: number,
  trees = 32,
): readonly Tree[] {
  const random = randomFrom(seed);
  return Array.from({ length: trees }, () => {
    const rows = Int32Array.from(learn.filter(() => random() < learntShare));
    return growTree(columns, labels, classes, rows.length > 0 ? rows : Int32Array.from(learn), random);
  });
}

/** What the trees say of a point, given by its coordinates: shares of the classes, which add up to 1. */
export function sharesOf(
  trees: readonly Tree[],
  classes: number,
  coordinateOf: (coordinate: number) => number,
): Float64Array {
  const sum = new Float64Array(classes);
  for (const tree of trees) {
    let node = 0;
    while (tree.coordinate[node]! >= 0)
      node = coordinateOf(tree.coordinate[node]!) < tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
    const leaf = tree.left[node]!;
    for (let k = 0; k < classes; k++) sum[k]! += tree.shares[leaf + k]! / trees.length;
  }
  return sum;
}

/** Points, one after the other, as columns. */
export function columnsOf(points: readonly Float64Array[]): Columns {
  return Array.from({ length: points[0]?.length ?? 0 }, (_, k) => Float64Array.from(points, (point) => point[k]!));
}

function growTree(
  columns: Columns,
  labels: ArrayLike<number>,
  classes: number,
  rows: Int32Array,
  random: () => number,
): Tree {
  const tree: Tree = { coordinate: [], threshold: [], left: [], right: [], shares: [] };
  const open = [{ from: 0, to: rows.length, node: addNode(tree) }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, to, node } = next;
    const split =
      to - from < 2 * fewestInLeaf ? undefined : bestSplit(columns, labels, classes, rows, from, to, random);
    const middle = split === undefined ? from : partition(columns[split.coordinate]!, split.threshold, rows, from, to);
    if (split === undefined || middle - from < fewestInLeaf || to - middle < fewestInLeaf) {
      makeLeaf(tree, node, labels, classes, rows, from, to);
      continue;
    }
    tree.coordinate[node] = split.coordinate;
    tree.threshold[node] = split.threshold;
    tree.left[node] = addNode(tree);
    tree.right[node] = addNode(tree);
    open.push({ from, to: middle, node: tree.left[node] }, { from: middle, to, node: tree.right[node] });
  }
  return tree;
}

function addNode(tree: Tree): number {
  tree.coordinate.push(-1);
  tree.threshold.push(0);
  tree.left.push(0);
  tree.right.push(0);
  return tree.coordinate.length - 1;
}

function makeLeaf(
  tree: Tree,
  node: number,
  labels: ArrayLike<number>,
  classes: number,
  rows: Int32Array,
  from: number,
  to: number,
): void {
  const counts = new Float64Array(classes);
  for (let at = from; at < to; at++) counts[labels[rows[at]!]!]!++;
  tree.left[node] = tree.shares.length;
  for (const count of counts) tree.shares.push(count / (to - from));
}

/** The split of the tried ones that parts the classes best (Gini); undefined when all rows are of one class or none parts them. */
function bestSplit(
  columns: Columns,
  labels: ArrayLike<number>,
  classes: number,
  rows: Int32Array,
  from: number,
  to: number,
  random: () => number,
): { coordinate: number; threshold: number } | undefined {
  const size = to - from;
  const step = Math.max(1, Math.floor(size / looked));
  const whole = new Float64Array(classes);
  for (let at = from; at < to; at += step) whole[labels[rows[at]!]!]!++;
  if (Math.max(...whole) === Math.ceil(size / step)) return undefined;
  let best: { coordinate: number; threshold: number } | undefined;
  let most = 0;
  const below = new Float64Array(classes);
  for (let attempt = 0; attempt < tries; attempt++) {
    const coordinate = Math.floor(random() * columns.length);
    const column = columns[coordinate]!;
    const a = column[rows[from + Math.floor(random() * size)]!]!;
    const b = column[rows[from + Math.floor(random() * size)]!]!;
    if (a === b) continue;
    const threshold = (a + b) / 2;
    below.fill(0);
    for (let at = from; at < to; at += step) if (column[rows[at]!]! < threshold) below[labels[rows[at]!]!]!++;
    const purity = purityOf(below, whole);
    if (purity <= most) continue;
    most = purity;
    best = { coordinate, threshold };
  }
  return best;
}

/** Sums of squared counts over the sizes of both sides: the larger, the purer. */
function purityOf(below: Float64Array, whole: Float64Array): number {
  let n = 0;
  let m = 0;
  let low = 0;
  let high = 0;
  for (let k = 0; k < whole.length; k++) {
    const above = whole[k]! - below[k]!;
    n += below[k]!;
    m += above;
    low += below[k]! ** 2;
    high += above ** 2;
  }
  return n === 0 || m === 0 ? 0 : low / n + high / m;
}

/** Puts the rows below the threshold first; where the others begin. */
function partition(column: Float64Array, threshold: number, rows: Int32Array, from: number, to: number): number {
  let middle = from;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    if (column[row]! >= threshold) continue;
    rows[at] = rows[middle]!;
    rows[middle++] = row;
  }
  return middle;
}
