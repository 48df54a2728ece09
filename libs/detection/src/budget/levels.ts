import { chiSquareQuantile, noncentralChiSquareSf, normalQuantile, psiNoise, skewedQuantile } from '@anchorwatch/stats';
import { familyOf } from './budget-weights.js';
import { isFloored } from './payable.js';
import { priceOf, type JudgePolicy } from './policy.js';
import type { TestResult } from '../verdicts/verdict.js';

/** Levels, and which statistics they are for. */
export interface LevelGroup {
  readonly levels: Levels;
  readonly holds: (statistic: string) => boolean;
}

/** A policy with the quantiles that follow from it, each computed once. */
export class Levels {
  /** Two-sided normal quantile of alpha. */
  readonly z: number;
  /** The levels that differ, each with the statistics that it is for; itself alone where all statistics share alike. */
  readonly groups: readonly LevelGroup[];
  /** The same quantile where so many tests share alpha. */
  private readonly shared = new Map<number, number>();
  private readonly scores = new Map<number, number>();
  private readonly costs = new Map<readonly string[], { readonly whole: number; readonly small: number }>();
  private readonly chi = new Map<number, number>();
  private readonly shifted = new Map<string, number>();
  private readonly noise = new Map<number, { readonly usual: number; readonly critical: number }>();

  /**
   * @param apart levels of single statistics, where they have shares of their own; a statistic that is not among them has
   *   the share of `policy`
   */
  constructor(
    readonly policy: JudgePolicy,
    private readonly apart: ReadonlyMap<string, Levels> = new Map(),
  ) {
    this.z = normalQuantile(policy.alpha / 2);
    this.groups = this.groupsOf();
  }

  /** A test's p-value in units of its own share of the budget: at most `policy.alpha` exactly when the test is beyond its level. */
  weighed({ statistic, p_value }: Pick<TestResult, 'statistic' | 'p_value'>): number {
    const own = this.apart.size === 0 ? undefined : this.apart.get(familyOf(statistic));
    return own === undefined ? p_value : Math.min(1, (p_value * this.policy.alpha) / own.policy.alpha);
  }

  /** The largest p-value of any test that weighs so much: the same where no statistic has a share of its own. */
  largest(weighed: number): number {
    const alphas = [...this.apart.values()].map(({ policy }) => policy.alpha);
    return (weighed * Math.max(this.policy.alpha, ...alphas)) / this.policy.alpha;
  }

  /**
   * What a window's tests cost of the budget: at most the chance that one of them alarms although nothing changed.
   * @param statistics   all that it is tested by, whether or not they gave a result
   * @param insufficient whether it was too small for those that ask for a law of large numbers
   */
  cost(statistics: readonly string[], insufficient: boolean): number {
    const { whole, small } = remember(this.costs, statistics, () => ({
      whole: this.sumOf(statistics),
      small: this.sumOf(statistics.filter((statistic) => !isFloored(statistic))),
    }));
    return insufficient ? small : whole;
  }

  /** The distance, in standard deviations, at which a mean of such skewness is surprising: `z` where it leans the other way. */
  skewed(skewness: number, tests = 1): number {
    const z = tests === 1 ? this.z : remember(this.shared, tests, () => normalQuantile(this.policy.alpha / tests / 2));
    return skewedQuantile(z, skewness);
  }

  /** The mean score, in standard deviations, at which the bound for the best of so many tests is alpha. */
  scoreCritical(tests: number): number {
    return remember(this.scores, tests, () => normalQuantile(this.policy.alpha / (2 * Math.E * tests)));
  }

  /** The chi-square value at which p is alpha, for a distance that is tolerated up to `lambda`. */
  chiCritical(df: number, lambda: number): number {
    if (lambda === 0) return remember(this.chi, df, () => chiSquareQuantile(this.policy.alpha, df));
    const rounded = Number(lambda.toPrecision(2));
    return remember(this.shifted, `${df} ${rounded}`, () => this.shiftedCritical(df, rounded));
  }

  /**
   * What noise alone gives for the PSI of so many groups: 95 % and at alpha, for samples with 1/N + 1/n = 1;
   * the noise is proportional to that sum.
   */
  psiNoise(groups: number): { readonly usual: number; readonly critical: number } {
    return remember(this.noise, groups, () => ({
      usual: psiNoise(groups, 2, 2, 0.95),
      critical: chiSquareQuantile(this.policy.alpha, groups - 1),
    }));
  }

  private sumOf(statistics: readonly string[]): number {
    const levelOf = (statistic: string) => (this.apart.get(familyOf(statistic)) ?? this).policy.alpha;
    return statistics.reduce((sum, statistic) => sum + levelOf(statistic) * priceOf(statistic), 0);
  }

  private groupsOf(): readonly LevelGroup[] {
    if (this.apart.size === 0) return [{ levels: this, holds: () => true }];
    const groups = [...new Set(this.apart.values())].map((levels) => ({
      levels,
      holds: (statistic: string) => this.apart.get(familyOf(statistic)) === levels,
    }));
    return [...groups, { levels: this, holds: (statistic) => !this.apart.has(familyOf(statistic)) }];
  }

  private shiftedCritical(df: number, lambda: number): number {
    let low = 0;
    let high = 2 * (this.chiCritical(df, 0) + lambda);
    while (noncentralChiSquareSf(high, df, lambda) > this.policy.alpha) high *= 2;
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      if (noncentralChiSquareSf(middle, df, lambda) > this.policy.alpha) low = middle;
      else high = middle;
    }
    return high;
  }
}

const mostRemembered = 10_000;

/** The remembered value of a key, or a new one; starts afresh when it has remembered too many. */
export function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostRemembered) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
