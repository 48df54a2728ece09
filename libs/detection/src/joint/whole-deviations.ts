import type { ChiSquareStatistic } from '@anchorwatch/stats';
import type { Clumps } from '../baselines/baseline.js';
import { evident, tailFactor } from '../baselines/overdispersion.js';
import type { MeanDeviation } from './growth.js';

/**
 * Chi-squares of windows of one length, by their degrees of freedom: their mean, and how much they differ. Where events come in
 * clusters the parts of a chi-square vary together, and its windows differ by more than those of as many free parts: it is then
 * a multiple of a chi-square with fewer degrees of freedom, and its tail is longer.
 * @see Rao & Scott (1981), JASA 76:221–230, and (1984), Annals of Statistics 12:46–60, for the second-order correction;
 *   Satterthwaite (1946), Biometrics Bulletin 2:110–114
 */
export class WholeDeviations {
  windows = 0;
  private sum = 0;
  private freedom = 0;
  private inverse = 0;
  /** Squared statistics over their degrees of freedom. */
  private squares = 0;
  /** The largest of those that have a chi-square law, by degrees of freedom. */
  private readonly largest = new Map<number, number>();

  /** @param whole with degrees of freedom > 0 */
  add({ statistic, degreesOfFreedom }: ChiSquareStatistic, isLawful: boolean): void {
    this.windows++;
    this.sum += statistic;
    this.freedom += degreesOfFreedom;
    this.inverse += 1 / degreesOfFreedom;
    this.squares += (statistic * statistic) / degreesOfFreedom;
    if (isLawful)
      this.largest.set(degreesOfFreedom, Math.max(statistic, this.largest.get(degreesOfFreedom) ?? -Infinity));
  }

  get deviation(): MeanDeviation {
    return { mean: this.sum / this.freedom, squares: this.windows * (this.together() ?? this.freedom / this.windows) };
  }

  /** How many times larger than by chance: in the mean, or at the far end. */
  factor(): number {
    const tails = [...this.largest].map(([free, statistic]) => tailFactor(statistic, this.windows, free));
    return Math.max(1, this.enlarged(this.freedom), ...tails);
  }

  /** The law of parts that vary together; undefined where it is not evident that they do. */
  clumps(): Clumps | undefined {
    const freedom = this.together();
    if (freedom === undefined) return undefined;
    return { factor: Math.max(1, this.enlarged(this.windows * freedom)), freedom };
  }

  /** The mean of so many squares, by two standard errors. */
  private enlarged(squares: number): number {
    return (this.sum / this.freedom) * (1 + 2 * Math.sqrt(2 / squares));
  }

  /** Degrees of freedom over how many times as much as by chance windows differ, where that is evidently more. */
  private together(): number | undefined {
    if (this.windows < 2 || this.sum === 0) return undefined;
    const mean = this.sum / this.freedom;
    const differ = (this.squares / (mean * mean) - this.freedom) / (2 * (this.windows - 1));
    const error = Math.sqrt((2 + (12 * this.inverse) / this.windows) / this.windows);
    return differ > 1 + evident * error ? Math.max(1, this.freedom / this.windows / differ) : undefined;
  }
}
