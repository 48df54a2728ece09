import type { BaselineCounts } from '../baselines/baseline.js';

/**
 * What is counted beside the bins, in the order in which it follows them in a count vector. The first four are values that
 * lie in no bin. `below` and `above` are values beyond the least and the most that the baseline saw; they lie in an outer
 * bin as well.
 */
export const besides = ['nulls', 'wrong_type', 'nans', 'infinities', 'below', 'above'] as const;

export type Beside = (typeof besides)[number];

/** Counts beside the bins; all of them add like counts. */
export type BesideCounts = Readonly<Record<Beside, number>>;

/** How many of them lie in no bin. */
export const outsideBins = 4;

/** The counts of a baseline that lie in no bin, in the order of `besides`. */
export function outsideOf({ nulls, wrong_type, nans = 0, infinities = 0 }: BaselineCounts): readonly number[] {
  return [nulls, wrong_type, nans, infinities];
}

/** What a baseline keeps of a vector. */
export function countsIn(vector: ArrayLike<number>, bins: number): Required<BaselineCounts> {
  const { nulls, wrong_type, nans, infinities } = besideOf(vector, bins);
  return { counts: Array.from(vector).slice(0, bins), nulls, wrong_type, nans, infinities };
}

/** The counts beside the bins of a vector. */
export function besideOf(vector: ArrayLike<number>, bins: number): BesideCounts {
  return {
    nulls: vector[bins]!,
    wrong_type: vector[bins + 1]!,
    nans: vector[bins + 2]!,
    infinities: vector[bins + 3]!,
    below: vector[bins + 4]!,
    above: vector[bins + 5]!,
  };
}

/** Nothing beside the bins. */
export const noneBeside: BesideCounts = { nulls: 0, wrong_type: 0, nans: 0, infinities: 0, below: 0, above: 0 };

/** Writes bins and what is beside them into the first places of a vector. @returns values in bins */
export function putInto(vector: Uint32Array | Float64Array, counts: ArrayLike<number>, beside: BesideCounts): number {
  const bins = counts.length;
  let n = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = counts[bin]!;
    vector[bin] = count;
    n += count;
  }
  vector[bins] = beside.nulls;
  vector[bins + 1] = beside.wrong_type;
  vector[bins + 2] = beside.nans;
  vector[bins + 3] = beside.infinities;
  vector[bins + 4] = beside.below;
  vector[bins + 5] = beside.above;
  return n;
}

/** A vector of bins and what is beside them. */
export function vectorOf(counts: readonly number[], beside: BesideCounts): Float64Array {
  const vector = new Float64Array(counts.length + besides.length);
  putInto(vector, counts, beside);
  return vector;
}

/** The sum of the first so many counts of a vector, of all of them where nothing is said. */
export function sumOf(vector: ArrayLike<number>, places: number = vector.length): number {
  let sum = 0;
  for (let at = 0; at < places; at++) sum += vector[at]!;
  return sum;
}

/** All values of a vector, in bins or not. */
export function valuesIn(vector: ArrayLike<number>, bins: number): number {
  return sumOf(vector, bins + outsideBins);
}
