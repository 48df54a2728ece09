import type { ChiSquareStatistic } from '@anchorwatch/stats';
import type { Overdispersion } from '../baseline.js';
import { Deviations, enoughWindows, fewestEvents, fewestWindows, tailFactor, twoErrors } from '../overdispersion.js';

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
export class ScaleMeter {
  private readonly squares: Deviations[] = [];
  private ratios = 0;
  private freedom = 0;
  private filled = 0;
  private largest = 0;

  /** @param windows how many windows of this scale the baseline has */
  constructor(
    private readonly scale: number,
    private readonly windows: number,
  ) {}

  add({ n, squares, normal, whole }: JointDeviation): void {
    const isLawful = normal && n >= fewestEvents;
    squares.forEach((square, k) => (this.squares[k] ??= new Deviations()).add(square, isLawful));
    if (whole.degreesOfFreedom === 0) return;
    this.filled++;
    this.ratios += whole.statistic / whole.degreesOfFreedom;
    this.freedom += whole.degreesOfFreedom;
    if (n >= fewestEvents)
      this.largest = Math.max(this.largest, tailFactor(whole.statistic, this.windows, whole.degreesOfFreedom));
  }

  /** @param former the next smaller scale's result; undefined when this scale has too few windows and the former must serve */
  result(former: Overdispersion | undefined): Overdispersion | undefined {
    const ofSquares = this.squares[0]?.windows ?? 0;
    const own = ofSquares >= fewestOf(former !== undefined && former.neyman.length > 0);
    const whole = this.filled >= fewestOf(former !== undefined);
    if (!own && !whole) return undefined;
    const factors = this.squares.map((square, k) => square.factor(false, former?.neyman[k]));
    return {
      scale: this.scale,
      windows: Math.max(this.filled, ofSquares),
      neyman: own ? factors : (former?.neyman ?? []),
      chi2: whole ? Math.max(this.ofWhole(), former?.chi2 ?? 1) : (former?.chi2 ?? 1),
      shares: [],
      nulls: 1,
    };
  }

  private ofWhole(): number {
    const mean = (this.ratios / this.filled) * twoErrors(this.freedom);
    return Math.max(1, mean, this.largest);
  }
}

/** A first measurement may do with few windows, because the correction grows as they get fewer. */
function fewestOf(measuredBefore: boolean): number {
  return measuredBefore ? enoughWindows : fewestWindows;
}

/**
 * The results of all scales. Windows of the smallest scales may hold too few events to be measured; they take over what
 * the first measured scale has, for overdispersion does not fall as windows grow.
 */
export function inForce(
  meters: readonly { readonly result: (former: Overdispersion | undefined) => Overdispersion | undefined }[],
): readonly Overdispersion[] {
  const found: Overdispersion[] = [];
  for (const meter of meters) {
    const measured = meter.result(found.at(-1));
    if (measured !== undefined) found.push(measured);
  }
  const [first] = found;
  return first === undefined || first.scale === 1 ? found : [{ ...first, scale: 1 }, ...found];
}
