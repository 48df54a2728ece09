import { foldedNormalMean, skewedSf } from '@anchorwatch/stats';
import { beyondBounds } from '../detectors/beyond-bounds.js';
import { hasShareLaw } from '../detectors/skewed-test.js';
import { remember, type Levels } from '../budget/levels.js';
import { rateBounds, type RateBounds } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import { dispersionAt, fewestOutcomes, type MetricReference } from './baseline-performance.js';
import { inShownUnits } from './interval.js';
import type { Reading } from './reading.js';
import type { Task } from './task.js';

/** One measure of the baseline in one segment, ready to be compared with. */
export class MetricComparison {
  /** What its windows are tested by. */
  readonly statistics: readonly string[];
  private readonly bounds = new Map<number, RateBounds>();

  constructor(
    readonly task: Task,
    readonly reference: MetricReference,
  ) {
    this.statistics = [reference.metric];
  }

  /** How many outcomes count as one in windows of this length. */
  dispersion(scale: number): number {
    return dispersionAt(this.reference.overdispersion, scale);
  }

  /** Trials of the smaller group, in independent outcomes. */
  effective(reading: Reading, scale: number): number {
    return Math.min(...reading.trials) / this.dispersion(scale);
  }

  /** Whether a window is large enough for a law of large numbers. */
  suffices(reading: Reading, scale: number, { policy }: Levels): boolean {
    return this.effective(reading, scale) >= fewestOutcomes(this.task, reading, policy.minimum_effective);
  }

  /** Whether a window's measure differs from the baseline's: one test on both sides; of the calibration error upwards only. */
  test(reading: Reading, scale: number, levels: Levels): readonly TestResult[] {
    const enough = this.suffices(reading, scale, levels);
    const found = reading.is_share
      ? this.shareTest(reading, scale, levels, enough)
      : !enough
        ? undefined
        : reading.gaps === undefined
          ? this.meanTest(reading, scale, levels)
          : this.gapTest(reading, scale, levels);
    if (found === undefined) return [];
    const shown = (tested: number): number => inShownUnits(this.task, reading.metric, tested);
    return [{ ...found, value: shown(found.value), critical: shown(found.critical) }];
  }

  private shareTest(reading: Reading, scale: number, levels: Levels, enough: boolean): TestResult | undefined {
    const { tested, trials } = this.reference;
    const [n, dispersion] = [reading.trials[0]!, this.dispersion(scale)];
    if (enough && hasShareLaw(tested, n, trials[0]!)) return this.meanTest(reading, scale, levels);
    const bounds = remember(this.bounds, dispersion, () =>
      rateBounds(Math.round(tested * trials[0]!), Math.round(trials[0]!), dispersion),
    );
    const hits = Math.min(n, reading.tested * n);
    return beyondBounds(reading.metric, hits, n, bounds, dispersion, levels.policy.alpha);
  }

  private meanTest(reading: Reading, scale: number, levels: Levels): TestResult | undefined {
    const { metric, tested: value, trials } = reading;
    const { tested: before, trials: total, variance, third } = this.reference;
    const dispersion = this.dispersion(scale);
    let [spread, cubes] = [0, 0];
    variance.forEach((of, k) => {
      spread += of * dispersion * (1 / trials[k]! + 1 / total[k]!);
      cubes += (third[k]! * dispersion * dispersion) / trials[k]! ** 2;
    });
    const deviation = Math.sqrt(spread);
    if (!(deviation > 0)) return undefined;
    const tolerated = Math.sqrt(variance.reduce((sum, of) => sum + of, 0)) * levels.policy.tolerances.component;
    const side = value < before ? -1 : 1;
    const z = Math.max(0, Math.abs(value - before) - tolerated) / deviation;
    const skewness = (side * cubes) / deviation ** 3;
    return {
      statistic: metric,
      value,
      p_value: z === 0 ? 1 : Math.min(1, 2 * skewedSf(z, skewness)),
      critical: before + side * (tolerated + deviation * levels.skewed(skewness)),
    };
  }

  /**
   * By the concentration of a sum of distances: as a function of independent normal numbers it changes by at most
   * √Σs² for a step of one, so that P(ECE ≥ E + t) ≤ exp(−t²/2Σs²).
   * @see Boucheron, Lugosi & Massart (2013), Concentration Inequalities, Theorem 5.6
   */
  private gapTest(reading: Reading, scale: number, levels: Levels): TestResult {
    const apart = this.dispersion(scale) * (1 / reading.trials[0]! + 1 / this.reference.trials[0]!);
    let [usual, squares] = [0, 0];
    for (const { gap, variance } of this.reference.gaps!) {
      usual += foldedNormalMean(gap, Math.sqrt(variance * apart));
      squares += variance * apart;
    }
    const { value } = reading;
    const beyond = Math.max(0, value - usual);
    return {
      statistic: reading.metric,
      value,
      p_value: squares > 0 ? Math.exp(-(beyond * beyond) / (2 * squares)) : 1,
      critical: usual + Math.sqrt(2 * squares * Math.log(1 / levels.policy.alpha)),
    };
  }
}
