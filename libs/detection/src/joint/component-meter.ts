import type { Overdispersion } from '../baselines/baseline.js';
import { enoughWindows, fewestLargeWindows, fewestWindows, isEvident, twoErrors } from '../baselines/overdispersion.js';
import type { JointMeter, MeanDeviation } from './growth.js';

/** How many events count as one along each of many directions, in the mean of the windows of one scale. */
export class ComponentMeter implements JointMeter {
  readonly whole = undefined;
  windows = 0;
  private sums: number[] = [];
  private oddities = 0;
  private all = 0;

  constructor(readonly scale: number) {}

  /**
   * @param squares of statistics of variance 1; none for a window that holds none
   * @param oddities the same of the rates of what is missing or wrong; none for a window without events
   */
  add(squares: readonly number[], oddities: number | undefined): void {
    if (oddities === undefined) return;
    this.all++;
    this.oddities += oddities;
    if (squares.length === 0) return;
    this.windows++;
    squares.forEach((square, k) => (this.sums[k] = (this.sums[k] ?? 0) + square));
  }

  get along(): readonly MeanDeviation[] {
    return this.sums.map((sum) => ({ mean: sum / this.windows, squares: this.windows }));
  }

  result(former: Overdispersion | undefined): Overdispersion | undefined {
    const isLarge = former !== undefined && this.windows < enoughWindows;
    if (this.windows < (isLarge ? fewestLargeWindows : fewestWindows)) return undefined;
    // Many directions make up for what each is uncertain by; few windows do not.
    const own = former === undefined && this.windows < enoughWindows ? twoErrors(this.windows) : 1;
    const neyman = this.along.map((deviation, k) => {
      const before = former?.neyman[k] ?? 1;
      return isLarge && !isEvident(deviation) ? before : Math.max(before, own * deviation.mean);
    });
    return {
      scale: this.scale,
      windows: this.windows,
      neyman,
      chi2: 1,
      shares: [],
      nulls: isLarge ? former.nulls : Math.max(1, (twoErrors(this.all) * this.oddities) / this.all, former?.nulls ?? 1),
    };
  }
}
