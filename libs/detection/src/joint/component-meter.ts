import type { Overdispersion } from '../baseline.js';
import { enoughWindows, fewestWindows, twoErrors } from '../overdispersion.js';

/** How many events count as one along each of many directions, in the mean of the windows of one scale. */
export class ComponentMeter {
  private sums: number[] = [];
  private oddities = 0;
  private windows = 0;
  private all = 0;

  constructor(private readonly scale: number) {}

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

  /** @param former the next smaller scale's result; undefined when this scale has too few windows and the former must serve */
  result(former: Overdispersion | undefined): Overdispersion | undefined {
    if (this.windows < (former === undefined ? fewestWindows : enoughWindows)) return undefined;
    // Many directions make up for what each is uncertain by; few windows do not.
    const own = this.windows < enoughWindows ? twoErrors(this.windows) : 1;
    return {
      scale: this.scale,
      windows: this.windows,
      neyman: this.sums.map((sum, k) => Math.max(1, (own * sum) / this.windows, former?.neyman[k] ?? 1)),
      chi2: 1,
      shares: [],
      nulls: Math.max(1, (twoErrors(this.all) * this.oddities) / this.all, former?.nulls ?? 1),
    };
  }
}
