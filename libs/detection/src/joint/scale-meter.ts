import type { ChiSquareStatistic } from '@anchorwatch/stats';
import type { Clumps, Overdispersion } from '../baselines/baseline.js';
import {
  Deviations,
  enoughWindows,
  fewestEvents,
  fewestLargeWindows,
  fewestWindows,
  isEvident,
} from '../baselines/overdispersion.js';
import type { JointMeter, MeanDeviation } from './growth.js';
import { WholeDeviations } from './whole-deviations.js';

/** What one window of the baseline deviates by, in units of what independent events would give. */
export interface JointDeviation {
  /** Events in the window. */
  readonly n: number;
  /** Squares of statistics of variance 1. */
  readonly squares: readonly number[];
  /** Whether they are near enough to the normal law for the largest of them to be compared with it. */
  readonly normal: boolean;
  readonly whole: ChiSquareStatistic;
}

/** How many events count as one for a joint subject, at one scale after the other. */
export class ScaleMeter implements JointMeter {
  private readonly squares: Deviations[] = [];
  private readonly together = new WholeDeviations();

  constructor(readonly scale: number) {}

  get windows(): number {
    return Math.max(this.together.windows, this.squares[0]?.windows ?? 0);
  }

  get along(): readonly MeanDeviation[] {
    return this.squares.map(({ mean, windows }) => ({ mean, squares: windows }));
  }

  get whole(): MeanDeviation | undefined {
    return this.together.windows === 0 ? undefined : this.together.deviation;
  }

  add({ n, squares, normal, whole }: JointDeviation): void {
    const isLawful = n >= fewestEvents;
    squares.forEach((square, k) => (this.squares[k] ??= new Deviations()).add(square, normal && isLawful));
    if (whole.degreesOfFreedom > 0) this.together.add(whole, isLawful);
  }

  result(former: Overdispersion | undefined): Overdispersion | undefined {
    const { along } = this;
    const factors = Array.from({ length: Math.max(along.length, former?.neyman.length ?? 0) }, (_, k) => {
      const before = former?.neyman[k];
      const deviation = along[k];
      if (deviation === undefined || !isHeard(deviation.squares, deviation, before !== undefined)) return before;
      const large = before !== undefined && deviation.squares < enoughWindows;
      return this.squares[k]!.factor(large, before);
    });
    const own = factors.some((factor, k) => factor !== former?.neyman[k]);
    const { windows, deviation } = this.together;
    const whole = windows > 0 && isHeard(windows, deviation, former !== undefined);
    if (!own && !whole) return undefined;
    const clumps = whole ? this.clumps(former) : former?.clumps;
    return {
      scale: this.scale,
      windows: this.windows,
      neyman: factors.flatMap((factor) => factor ?? []),
      chi2: Math.max(former?.chi2 ?? 1, whole ? this.together.factor() : 1),
      ...(clumps !== undefined && { clumps }),
      shares: [],
      nulls: 1,
    };
  }

  /** Few windows tell how much varies together too roughly to take back what more of them have shown. */
  private clumps(former: Overdispersion | undefined): Clumps | undefined {
    const [own, before] = [this.together.clumps(), former?.clumps];
    const isLarge = former !== undefined && this.together.windows < enoughWindows;
    if (own === undefined) return isLarge ? before : undefined;
    if (before === undefined) return own;
    return {
      factor: Math.max(own.factor, before.factor),
      freedom: isLarge ? Math.min(own.freedom, before.freedom) : own.freedom,
    };
  }
}

/**
 * A first measurement may do with few windows, because the correction grows as they get fewer. Later ones of few windows are
 * heard where they are evidently not of independent events: what takes as long as a week shows in no others.
 */
function isHeard(windows: number, deviation: MeanDeviation, measuredBefore: boolean): boolean {
  if (!measuredBefore) return windows >= fewestWindows;
  return windows >= enoughWindows || (windows >= fewestLargeWindows && isEvident(deviation));
}
