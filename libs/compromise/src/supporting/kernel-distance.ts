import { normalQuantile, randomFrom } from '@anchorwatch/stats';
import { squaredDistance } from '../nearest.js';

const directions = 128;
const pairs = 2_000;

/**
 * How far somebody's questions lie from the reference as a whole: the squared maximum mean discrepancy under a Gaussian kernel as wide as the median distance of two
 * reference questions, by random Fourier features; without bias, so that about 0 is no distance, and below it is chance. Principals who prefer a corner are far as well.
 *
 * @see Rahimi & Recht (2007), Random features for large-scale kernel machines, NIPS; Gretton et al. (2012), A kernel two-sample test, JMLR 13:723–773
 */
export class KernelDistance {
  private readonly axes: readonly Float64Array[];
  private readonly reference: Mean;

  /** @param reference at least two questions */
  constructor(reference: readonly Float64Array[]) {
    const uniform = randomFrom(17);
    const any = () => reference[Math.floor(uniform() * reference.length)]!;
    const squares = Array.from({ length: pairs }, () => squaredDistance(any(), any())).filter((square) => square > 0);
    const width = Math.sqrt(squares.sort((a, b) => a - b)[squares.length >> 1] ?? 1);
    this.axes = Array.from({ length: directions }, () =>
      reference[0]!.map(() => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, uniform()))) / width),
    );
    this.reference = this.meanOf(reference);
  }

  /** @param points at least two */
  from(points: readonly Float64Array[]): number {
    const own = this.meanOf(points);
    let cross = 0;
    for (let k = 0; k < own.features.length; k++) cross += own.features[k]! * this.reference.features[k]!;
    return withinOf(own) + withinOf(this.reference) - 2 * cross;
  }

  private meanOf(points: readonly Float64Array[]): Mean {
    const features = new Float64Array(2 * directions);
    for (const point of points)
      for (const [k, axis] of this.axes.entries()) {
        let angle = 0;
        for (let j = 0; j < axis.length; j++) angle += axis[j]! * point[j]!;
        features[2 * k]! += Math.cos(angle);
        features[2 * k + 1]! += Math.sin(angle);
      }
    return { features: features.map((sum) => sum / (points.length * Math.sqrt(directions))), n: points.length };
  }
}

/** The mean of the features of n points. */
interface Mean {
  readonly features: Float64Array;
  readonly n: number;
}

/** The mean of the kernel over pairs of different points. */
function withinOf({ features, n }: Mean): number {
  const squares = features.reduce((sum, value) => sum + value * value, 0);
  return (n * squares - 1) / (n - 1);
}
