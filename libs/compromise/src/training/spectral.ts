import { moreThanTrusted } from './reference-test.js';

/** Rows of one class that lie out where no trusted row of it does. */
export interface SpectralOutliers {
  readonly label: number;
  /** Places of the rows, the farthest first. */
  readonly places: readonly number[];
  readonly pValue: number;
}

/** A score that one of a hundred trusted rows has. */
const trustedShare = 0.99;
/** Classes with fewer rows on either side are not looked at. */
const fewest = 50;
const turns = 50;

/**
 * Spectral signatures: rows of a class that lie far out along the direction in which the class varies most. How many do so by
 * nature only trusted rows can tell: their 99th percentile along the same direction is the limit, and the batch must have
 * more rows beyond than chance lets.
 *
 * @see Tran, Li & Mądry (2018), spectral signatures in backdoor attacks, https://arxiv.org/abs/1811.00636
 */
export function spectralOutliers(
  points: readonly Float64Array[],
  labels: readonly number[],
  trusted: { readonly points: readonly Float64Array[]; readonly labels: readonly number[] },
  classes: number,
): readonly SpectralOutliers[] {
  return Array.from({ length: classes }, (_, label) => label).flatMap((label) => {
    const places = labels.flatMap((own, at) => (own === label ? [at] : []));
    const known = trusted.points.filter((_, at) => trusted.labels[at] === label);
    if (places.length < fewest || known.length < fewest) return [];
    const centre = meanOf(known);
    const score = scorer(
      places.map((at) => points[at]!),
      centre,
    );
    const scores = known.map(score).sort((a, b) => a - b);
    const limit = scores[Math.ceil(trustedShare * scores.length) - 1]!;
    const beyond = places.map((at) => ({ at, score: score(points[at]!) })).filter((each) => each.score > limit);
    const odd = scores.filter((each) => each > limit).length;
    const { pValue } = moreThanTrusted(beyond.length, places.length, { odd, n: known.length });
    return [{ label, pValue, places: beyond.sort((a, b) => b.score - a.score).map(({ at }) => at) }];
  });
}

/** How far a point lies from the centre along the top singular direction of some points, which power iteration finds. */
function scorer(points: readonly Float64Array[], centre: Float64Array): (point: Float64Array) => number {
  const along = (point: Float64Array, direction: Float64Array) => {
    let sum = 0;
    for (let k = 0; k < direction.length; k++) sum += (point[k]! - centre[k]!) * direction[k]!;
    return sum;
  };
  // Begins in no direction in particular, and in the same one every time.
  let direction = Float64Array.from(centre, (_, k) => 1 + (k % 7) / 7);
  for (let turn = 0; turn < turns; turn++) {
    const next = new Float64Array(direction.length);
    for (const point of points) {
      const weight = along(point, direction);
      for (let k = 0; k < next.length; k++) next[k]! += weight * (point[k]! - centre[k]!);
    }
    const length = Math.hypot(...next);
    if (length === 0) break;
    direction = next.map((value) => value / length);
  }
  return (point) => Math.abs(along(point, direction));
}

function meanOf(points: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(points[0]!.length);
  for (const point of points) for (let k = 0; k < mean.length; k++) mean[k]! += point[k]! / points.length;
  return mean;
}
