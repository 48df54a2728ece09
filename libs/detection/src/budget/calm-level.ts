import { chiSquareQuantile, normalQuantile } from '@anchorwatch/stats';
import { remember } from './levels.js';

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
  private readonly quantiles = new Map<number, number>();
  private readonly scores = new Map<number, number>();

  constructor(readonly p_value: number) {
    this.z = normalQuantile(this.p_value / 2);
    this.ks = Math.log(2 / this.p_value) / 2;
  }

  /** Standard deviations at which the bound for the best of so many tests is that p-value; see `shift`. */
  score(tests: number): number {
    return remember(this.scores, tests, () => normalQuantile(this.p_value / (2 * Math.E * tests)));
  }

  chiSquare(degreesOfFreedom: number): number {
    return remember(this.quantiles, degreesOfFreedom, () => chiSquareQuantile(this.p_value, degreesOfFreedom));
  }
}

/** Calm levels, each made once: few p-values are in use, and every series has a level for each window length. */
export class CalmLevels {
  private readonly known = new Map<number, CalmLevel>();

  /** @param reached a p-value at or below which something may come of a test; undefined where that is said of nearly all */
  above(reached: number): CalmLevel | undefined {
    const level = reached * rounding;
    return level < mostReached ? remember(this.known, level, () => new CalmLevel(level)) : undefined;
  }
}
