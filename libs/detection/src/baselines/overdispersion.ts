import { chiSquareQuantile, chiSquareTwoSample, groupCounts, neymanComponents } from '@anchorwatch/stats';
import { sumOf, valuesIn } from '../counting/beside.js';
import type { Overdispersion } from './baseline.js';
import { effectiveSize } from '../detectors/detector.js';
import type { Expected } from '../references/expected.js';
import { scoreOf } from '../references/scores.js';

/** Fewer windows than this measure too roughly: larger scales then reuse the last that had as many. */
export const enoughWindows = 50;
/** A first measurement may do with this few, because the correction grows as they get fewer. */
export const fewestWindows = 4;
/** Where a season was taken out, the next longer one shows only in a few large windows: they are heard from this many on. */
export const fewestLargeWindows = 8;

/**
 * Small windows are measured on the bins of windows of this size: the mean of a squared component needs no normal law,
 * and so even rare values are measured at scales that have many windows.
 */
const fineEnough = 400;

/**
 * Windows that agree with independent values to this many standard errors of their mean are no evidence against what the
 * smaller ones, which are more, have shown.
 */
export const evident = 1.5;

/** The largest of the baseline's windows says more than their mean when chance would give one as large less often than this. */
const plausible = 0.01;
/** z² at which p is 1e-7 on both sides, about where tests alarm. */
const alarming = 28.4;
/** Windows and expectations below these have no normal law to be compared with. */
export const fewestEvents = 40;
const fewestExpected = 10;

/** Whether a mean of so many squares of a normal variable is evidently above 1. */
export function isEvident({ mean, squares }: { readonly mean: number; readonly squares: number }): boolean {
  return mean > 1 + evident * Math.sqrt(2 / squares);
}

/** Squared deviations of windows: their mean, and the largest of those that have a normal law. */
export class Deviations {
  sum = 0;
  windows = 0;
  private largest = 0;
  private lawful = 0;

  add(squared: number, isLawful: boolean): void {
    this.sum += squared;
    this.windows++;
    if (!isLawful) return;
    this.lawful++;
    if (squared > this.largest) this.largest = squared;
  }

  get mean(): number {
    return this.windows === 0 ? 0 : this.sum / this.windows;
  }

  /**
   * How many times larger than by chance: in the mean, or at the far end. A share that is always different at night is
   * hardly seen in the mean, yet it would alarm every night: the baseline's own windows must not alarm.
   * @param large  whether the windows are few and large ones
   * @param former what smaller windows asked for
   */
  factor(large: boolean, former: number | undefined, enlarged = enlargement): number {
    if (this.windows === 0) return former ?? 1;
    const { mean } = this;
    const error = Math.sqrt(2 / this.windows);
    const heard = large || former === undefined || isEvident({ mean, squares: this.windows });
    const asked = heard ? mean * (large ? 1 + error : enlarged(this.windows)) : 0;
    return Math.max(1, former ?? 1, tailFactor(this.largest, this.lawful, 1), asked);
  }
}

/**
 * By how much a variance is enlarged because so many windows measured it: what Student's t asks for beside the normal law where
 * tests alarm, t² ≈ W·(exp(z²/W) − 1), so that a test keeps its level over all baselines. Few windows ask for more than two
 * standard errors and get these.
 * @see Wallace (1959), Ann. Math. Statist. 30(4):1121–1130, for the approximation
 */
export function enlargement(windows: number): number {
  return Math.min(studentised(windows, alarming), twoErrors(windows));
}

/** By how much Student's t asks for a larger variance than the normal law at z², where so many windows measured it. */
export function studentised(windows: number, square: number): number {
  return (windows / square) * Math.expm1(square / windows);
}

/** The mean enlarged by two standard errors: for tests of windows so small that dependent values follow no law there. */
export function twoErrors(windows: number): number {
  return 1 + 2 * Math.sqrt(2 / windows);
}

/** The part of an overdispersion that is left when it was enlarged by two standard errors, and more than enough was. */
export function lessEnlarged(windows: number): number {
  return enlargement(windows) / twoErrors(windows);
}

/** The factor that the largest deviation of so many windows asks for: beside what chance would give, if it is beyond it. */
export function tailFactor(largest: number, windows: number, degreesOfFreedom: number): number {
  if (windows < fewestWindows || largest <= chiSquareQuantile(plausible / windows, degreesOfFreedom)) return 0;
  return largest / chiSquareQuantile(1 / windows, degreesOfFreedom);
}

/** What the windows of one scale are compared with, by their place: the baseline, or what it held in their own hours. */
export type Expectations = (scale: number, place: number) => Expected;

/** The bins of a subject as they are measured; a window's vector holds them first, then what is beside them. */
export interface MeasuredBins {
  readonly bins: number;
  /** Whose shares are measured: all of a category's, NEW of few-valued numbers, `happened` of a rate. */
  readonly shareBins: readonly number[];
}

/** How many events count as one, measured on the baseline's own windows at one scale after the other. */
export class OverdispersionMeter {
  private readonly bins: number;
  private readonly shareBins: readonly number[];

  /** @param phased whether windows are compared with their own hours: then few large windows are measured too */
  constructor(
    private readonly expectations: Expectations,
    { bins, shareBins }: MeasuredBins,
    private readonly phased = false,
  ) {
    this.bins = bins;
    this.shareBins = shareBins;
  }

  /** At every scale that has enough windows. @param windows by scale, end to end from the first tick on */
  measureAll(
    scales: readonly number[],
    windows: ReadonlyMap<number, readonly Uint32Array[]>,
  ): readonly Overdispersion[] {
    const measured: Overdispersion[] = [];
    for (const scale of scales) {
      const found = this.measure(scale, windows.get(scale)!, measured.at(-1));
      if (found !== undefined) measured.push(found);
    }
    return measured;
  }

  /**
   * @param windows sums over the windows of one scale that lie end to end
   * @param former the next smaller scale's result; overdispersion never falls as windows grow
   * @returns undefined when the scale has too few windows and the former must serve
   * @see Wedderburn (1974), Biometrika 61(3):439–447, for quasi-likelihood
   */
  private measure(
    scale: number,
    windows: readonly Uint32Array[],
    former: Overdispersion | undefined,
  ): Overdispersion | undefined {
    const count = windows.filter((window) => valuesIn(window, this.bins) > 0).length;
    // Of a rate only the share is tested, which windows of any size measure.
    const isRate = this.bins === 2 && this.shareBins.length === 1;
    const unmeasured = former === undefined || (!isRate && former.neyman.length === 0 && former.chi2 === 1);
    const large = this.phased && count >= fewestLargeWindows && count < enoughWindows;
    const first = (unmeasured && count >= fewestWindows) || (former === undefined && count > 0);
    if (count < enoughWindows && !first && !large) return undefined;
    const found = this.deviationsOf(scale, windows);
    const components = Math.max(found.neyman.length, former?.neyman.length ?? 0);
    return {
      scale,
      windows: count,
      neyman: Array.from(
        { length: components },
        (_, j) => found.neyman[j]?.factor(large, former?.neyman[j]) ?? former?.neyman[j] ?? 1,
      ),
      chi2: Math.max(found.chi2.factor(large, former?.chi2), found.largestChi2),
      shares: found.shares.map((share, k) => share.factor(large, former?.shares[k])),
      ...(found.scores.windows > 0 && { scores: found.scores.factor(large, former?.scores, twoErrors) }),
      nulls: found.oddities.factor(large, former?.nulls),
    };
  }

  private deviationsOf(scale: number, windows: readonly Uint32Array[]): Found {
    const sizes = windows.map((window) => sumOf(window, this.bins));
    const filled = sizes.filter((n) => n > 0).length;
    const meanSize = filled === 0 ? 0 : Math.round(sizes.reduce((sum, n) => sum + n, 0) / filled);
    const found: Found = {
      neyman: [],
      chi2: new Deviations(),
      shares: this.shareBins.map(() => new Deviations()),
      largestChi2: 0,
      scores: new Deviations(),
      oddities: new Deviations(),
    };
    windows.forEach((window, place) => {
      const n = sizes[place]!;
      const expected = this.expectations(scale, place);
      this.addOddities(window, expected, found);
      if (n === 0 || expected.total === 0) return;
      this.addScore(window, n, expected, found);
      this.addShape(window, n, expected, meanSize, found);
      if (n >= fewestEvents && filled >= fewestWindows) this.addLargest(window, n, filled, expected, found);
      this.shareBins.forEach((bin, at) => {
        const before = expected.counts[bin]!;
        const usual = (n * before) / expected.total;
        const isLawful = usual >= fewestExpected && n - usual >= fewestExpected;
        found.shares[at]!.add(ratio(window[bin]!, n, before, expected.total), isLawful);
      });
    });
    return found;
  }

  private addShape(window: Uint32Array, n: number, expected: Expected, meanSize: number, found: Found): void {
    const { groupings, total } = expected;
    const grouping = groupings.at(Math.max(meanSize, fineEnough));
    if (grouping.count < 2) return;
    const current = groupCounts(window.subarray(0, this.bins), grouping.groups, grouping.count);
    const own = partOfWhole(n, total);
    const components = neymanComponents(grouping.basis, grouping.reference, current, effectiveSize(n, total));
    components.forEach((component, j) => {
      found.neyman[j] ??= new Deviations();
      found.neyman[j].add(component * component * own, n >= fewestEvents);
    });
    const { statistic, degreesOfFreedom } = chiSquareTwoSample(grouping.reference, current);
    found.chi2.add((statistic / degreesOfFreedom) * own, false);
  }

  private addScore(window: Uint32Array, n: number, { scores, total }: Expected, found: Found): void {
    if (scores.length === 0) return;
    const score = scoreOf(scores, window) / n;
    found.scores.add(score * score * effectiveSize(n, total) * partOfWhole(n, total), true);
  }

  /** The largest chi-square, on the bins that a window of this very size is judged on. */
  private addLargest(window: Uint32Array, n: number, count: number, expected: Expected, found: Found): void {
    const grouping = expected.groupings.at(n);
    if (grouping.count < 2) return;
    const current = groupCounts(window.subarray(0, this.bins), grouping.groups, grouping.count);
    const { statistic, degreesOfFreedom } = chiSquareTwoSample(grouping.reference, current);
    const factor = tailFactor(statistic * partOfWhole(n, expected.total), count, degreesOfFreedom);
    found.largestChi2 = Math.max(found.largestChi2, factor);
  }

  private addOddities(window: Uint32Array, { outside, total, everything }: Expected, found: Found): void {
    const all = valuesIn(window, this.bins);
    if (all === 0) return;
    let most = 0;
    if (everything !== total)
      outside.forEach((before, at) => {
        most = Math.max(most, ratio(window[this.bins + at]!, all, before, everything));
      });
    found.oddities.add(most, false);
  }
}

interface Found {
  readonly neyman: Deviations[];
  readonly chi2: Deviations;
  readonly shares: readonly Deviations[];
  /** The factor that the largest asks for. */
  largestChi2: number;
  readonly scores: Deviations;
  /** Of the rates of values that lie in no bin, the largest of them in each window. */
  readonly oddities: Deviations;
}

/** A window is a part of the baseline it is compared with, which makes it look closer than it is: (N + n)/(N − n). */
export function partOfWhole(n: number, total: number): number {
  return (total + n) / Math.max(total - n, 1);
}

/** Squared deviation of a share in units of its binomial variance; 0 for a share that cannot vary. */
export function ratio(successes: number, n: number, before: number, total: number): number {
  const share = before / total;
  if (share <= 0 || share >= 1) return 0;
  return (((successes / n - share) ** 2 * effectiveSize(n, total)) / (share * (1 - share))) * partOfWhole(n, total);
}
