import { chiSquareQuantile, normalQuantile } from '@anchorwatch/stats';

/** Products of the same numbers in another order may differ in their last digit. */
const rounding = 1 + 1e-9;
/** With more nothing is calm, and quantiles come near 0. */
const mostReached = 0.2;

/** A p-value that every test of a calm window is above, with the quantiles that follow from it, each computed once. */
export class CalmLevel {
  /** Two-sided normal quantile. */
  readonly z: number;
  /** n_e·D² at which the bound of Kolmogorov–Smirnov is that p-value. */
  readonly ks: number;
  private readonly quantiles: number[] = [];
  private readonly scores: number[] = [];

  private constructor(readonly p_value: number) {
    this.z = normalQuantile(this.p_value / 2);
    this.ks = Math.log(2 / this.p_value) / 2;
  }

  /** @param reached a p-value at or below which something may come of a test; undefined where that is said of nearly all */
  static above(reached: number): CalmLevel | undefined {
    const level = reached * rounding;
    return level < mostReached ? new CalmLevel(level) : undefined;
  }

  /** Standard deviations at which the bound for the best of so many runs is that p-value; see `shift`. */
  score(runs: number): number {
    return (this.scores[runs] ??= normalQuantile(this.p_value / (2 * Math.E * runs)));
  }

  chiSquare(degreesOfFreedom: number): number {
    return (this.quantiles[degreesOfFreedom] ??= chiSquareQuantile(this.p_value, degreesOfFreedom));
  }
}
