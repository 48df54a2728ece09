import { columnsOf, growTrees, sharesOf, type Tree } from '../training/forest.js';

/** What the model answers in healthy traffic, as a small forest learnt from it. */
export interface Opinion {
  readonly classes: readonly string[];
  /** The share of each class among the answers learnt from. */
  readonly shares: readonly number[];
  readonly trees: readonly Tree[];
}

const trees = 16;
const seed = 20_190_218;

/** @param labels of the points: numbers of the classes */
export function learnOpinion(
  points: readonly Float64Array[],
  labels: readonly number[],
  classes: readonly string[],
): Opinion {
  const counts = classes.map((_, label) => labels.filter((own) => own === label).length);
  const all = points.map((_, at) => at);
  return {
    classes,
    shares: counts.map((count) => count / points.length),
    trees: growTrees(columnsOf(points), labels, classes.length, all, seed, trees),
  };
}

/** The classes that a question's features clearly speak against, as a mask: they are at most half as likely as for questions at large. */
export function against({ shares, trees: grown }: Opinion, point: Float64Array): number {
  const said = sharesOf(grown, shares.length, (coordinate) => point[coordinate]!);
  let mask = 0;
  for (let label = 0; label < shares.length; label++) if (said[label]! <= shares[label]! / 2) mask |= 1 << label;
  return mask;
}
