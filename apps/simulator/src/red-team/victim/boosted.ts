import { createHash } from 'node:crypto';
import type { Point } from '../attack.js';

/** How a model is fitted. */
export interface Growth {
  readonly trees: number;
  readonly depth: number;
  /** Share of each tree's step that is taken. */
  readonly rate: number;
}

/** A fitted model of two classes. */
export interface Boosted {
  /** Chance of the second class, in (0, 1). */
  readonly score: (point: Point) => number;
  /** `sha256:` of its trees. */
  readonly digest: string;
}

/** A perfect tree of one depth: at each inner node a feature and a limit, at each leaf what is added to the log odds. */
interface Tree {
  readonly features: Uint8Array;
  readonly limits: Float64Array;
  readonly leaves: Float64Array;
}

const BINS = 32;
/** Ridge on the leaves, in units of the log loss's second derivative. */
const RIDGE = 1;

/**
 * Gradient boosted trees on the logistic loss, over 32 quantile bins a feature. Both classes weigh the same, so that the answer is whether the second is
 * likelier than usual. The same rows give the same model. O(rows × features × depth × trees).
 *
 * @param points at least one; at most 255 features
 * @see Friedman (2001), Ann. Statist. 29(5):1189–1232; Chen & Guestrin (2016), XGBoost, KDD, for the second-order leaves
 */
export function fitBoosted(points: readonly Point[], truths: readonly boolean[], growth: Growth): Boosted {
  const limits = points[0]!.map((_, feature) => limitsOf(points, feature));
  const codes = limits.map((edges, feature) => Uint8Array.from(points, (point) => binOf(edges, point[feature]!)));
  const seconds = truths.reduce((sum, truth) => sum + (truth ? 1 : 0), 0);
  const weights = Float64Array.from(
    truths,
    (truth) => truths.length / 2 / Math.max(1, truth ? seconds : truths.length - seconds),
  );
  const sums = new Float64Array(points.length);
  const trees: Tree[] = [];
  for (let k = 0; k < growth.trees; k++) {
    const slopes = sums.map((sum, row) => weights[row]! * (logistic(sum) - (truths[row] ? 1 : 0)));
    const curves = sums.map((sum, row) => weights[row]! * logistic(sum) * (1 - logistic(sum)));
    const { tree, leafOf } = grow({ codes, limits, slopes, curves }, growth);
    for (let row = 0; row < sums.length; row++) sums[row]! += tree.leaves[leafOf[row]!]!;
    trees.push(tree);
  }
  return {
    score: (point) => logistic(trees.reduce((sum, tree) => sum + valueAt(tree, point), 0)),
    digest: digestOf(trees),
  };
}

interface Rows {
  readonly codes: readonly Uint8Array[];
  readonly limits: readonly Float64Array[];
  readonly slopes: Float64Array;
  readonly curves: Float64Array;
}

function grow(rows: Rows, { depth, rate }: Growth): { tree: Tree; leafOf: Uint8Array } {
  const inner = 2 ** depth - 1;
  const tree = {
    features: new Uint8Array(inner),
    limits: new Float64Array(inner),
    leaves: new Float64Array(2 ** depth),
  };
  const place = new Uint8Array(rows.slopes.length);
  for (let level = 0; level < depth; level++) {
    const nodes = 2 ** level;
    const cuts = cutsOf(rows, place, nodes);
    for (let node = 0; node < nodes; node++) {
      tree.features[nodes - 1 + node] = cuts[node]!.feature;
      tree.limits[nodes - 1 + node] = rows.limits[cuts[node]!.feature]![cuts[node]!.bin] ?? Infinity;
    }
    for (let row = 0; row < place.length; row++) {
      const { feature, bin } = cuts[place[row]!]!;
      place[row] = 2 * place[row]! + (rows.codes[feature]![row]! > bin ? 1 : 0);
    }
  }
  const [slope, curve] = [new Float64Array(2 ** depth), new Float64Array(2 ** depth)];
  for (let row = 0; row < place.length; row++) {
    slope[place[row]!]! += rows.slopes[row]!;
    curve[place[row]!]! += rows.curves[row]!;
  }
  for (let leaf = 0; leaf < tree.leaves.length; leaf++)
    tree.leaves[leaf] = (-rate * slope[leaf]!) / (curve[leaf]! + RIDGE);
  return { tree, leafOf: place };
}

/** The best cut of each node of a level: a feature, and the last bin of its left side. */
function cutsOf({ codes, slopes, curves }: Rows, place: Uint8Array, nodes: number): { feature: number; bin: number }[] {
  const best = Array.from({ length: nodes }, () => ({ feature: 0, bin: BINS, gain: 0 }));
  for (const [feature, bins] of codes.entries()) {
    const [slope, curve] = [new Float64Array(nodes * BINS), new Float64Array(nodes * BINS)];
    for (let row = 0; row < bins.length; row++) {
      const at = place[row]! * BINS + bins[row]!;
      slope[at]! += slopes[row]!;
      curve[at]! += curves[row]!;
    }
    for (let node = 0; node < nodes; node++) {
      const from = node * BINS;
      const whole = { slope: sumOf(slope, from), curve: sumOf(curve, from) };
      let left = { slope: 0, curve: 0 };
      for (let bin = 0; bin < BINS - 1; bin++) {
        left = { slope: left.slope + slope[from + bin]!, curve: left.curve + curve[from + bin]! };
        const right = { slope: whole.slope - left.slope, curve: whole.curve - left.curve };
        const gain = gainOf(left) + gainOf(right) - gainOf(whole);
        if (gain > best[node]!.gain + 1e-9) best[node] = { feature, bin, gain };
      }
    }
  }
  return best;
}

function gainOf({ slope, curve }: { slope: number; curve: number }): number {
  return (slope * slope) / (curve + RIDGE);
}

function sumOf(values: Float64Array, from: number): number {
  let sum = 0;
  for (let k = from; k < from + BINS; k++) sum += values[k]!;
  return sum;
}

/** Bin k holds what is at most limit k; the last bin the rest. */
function limitsOf(points: readonly Point[], feature: number): Float64Array {
  const sorted = Float64Array.from(points, (point) => point[feature]!).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / BINS)]!);
  return Float64Array.from([...new Set(edges)]);
}

function binOf(limits: Float64Array, value: number): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= limits[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function valueAt({ features, limits, leaves }: Tree, point: Point): number {
  let node = 0;
  while (node < features.length) node = 2 * node + (point[features[node]!]! > limits[node]! ? 2 : 1);
  return leaves[node - features.length]!;
}

function digestOf(trees: readonly Tree[]): string {
  const hash = createHash('sha256');
  for (const { features, limits, leaves } of trees)
    for (const part of [features, limits, leaves]) hash.update(new Uint8Array(part.buffer));
  return `sha256:${hash.digest('hex')}`;
}

function logistic(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}
