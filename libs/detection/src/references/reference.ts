import { clopperPearsonUpper, groupCounts } from '@anchorwatch/stats';
import type { BaselineProfile, BaselineSubject, Beyond, Overdispersion } from '../baselines/baseline.js';
import { binCount, binLabels, newBin } from '../counting/binner.js';
import { Expected } from './expected.js';
import type { Groupings } from './groupings.js';
import { DependenceReference } from '../joint/dependence-reference.js';
import { KernelReference } from '../joint/kernel-reference.js';
import { remember } from '../budget/levels.js';
import { statisticsOf } from '../budget/policy.js';
import { overdispersionAt, worstOf } from '../baselines/overdispersion-at.js';
import { lessEnlarged } from '../baselines/overdispersion.js';

/** The rates that the baseline does not contradict. */
export interface RateBounds {
  readonly lower: number;
  readonly upper: number;
}

/** With no occurrence among N the upper bound is then about 15/N. */
const boundDelta = 3e-7;

/** Overdispersion in force at a scale, as it is needed to see whether a window is calm. */
export interface InForce {
  /** How many events count as one where the whole distribution is compared. */
  readonly worst: number;
  /** Standard deviations of the four components. */
  readonly spreads: readonly number[];
  readonly chi2: number;
}

const components = [0, 1, 2, 3];

/** One subject's reference in one segment, ready to be compared with: of the whole baseline, or of a window's own hours. */
export class Reference {
  readonly bins: number;
  /** Values in bins, N. */
  readonly total: number;
  /** The same with values that lie in no bin. */
  readonly everything: number;
  readonly counts: Float64Array;
  readonly newBin: number | undefined;
  /** Whether the baseline saw anything that lies in no bin. */
  readonly hasOutside: boolean;
  /** Counts over the groups of the PSI. */
  readonly shown: Float64Array;
  /** Largest share of one bin. */
  readonly largestShare: number;
  /** The reference of the whole baseline: itself, unless this is of some hours. */
  readonly pooled: Reference;
  /** Of a pair of features. */
  readonly dependence: DependenceReference | undefined;
  /** Whether its counts are events and sums over them, and no bins. */
  readonly sums: boolean;
  /** Of points of many numbers. */
  readonly kernel: KernelReference | undefined;
  private known: {
    labels?: readonly string[];
    middles?: readonly number[];
    steps?: readonly number[];
    statistics?: readonly string[];
  } = {};
  private readonly bounds = new Map<string, RateBounds>();
  private readonly inForce: InForce[] = [];

  private constructor(
    readonly subject: BaselineSubject,
    readonly profile: BaselineProfile,
    private readonly expected: Expected,
    private readonly overdispersion: readonly Overdispersion[],
    pooled: Reference | undefined,
  ) {
    this.bins = binCount(subject.bins);
    this.counts = expected.counts;
    this.sums = subject.bins.kind === 'sums';
    this.total = this.sums ? this.counts[0]! : expected.total;
    this.everything = this.sums
      ? expected.outside.reduce((sum, count) => sum + count, this.total)
      : expected.everything;
    this.newBin = newBin(subject.bins);
    this.hasOutside = expected.outside.some((count) => count > 0);
    this.pooled = pooled ?? this;
    // The same bins: what is known of them is kept once.
    if (pooled !== undefined) this.known = pooled.known;
    this.shown = groupCounts(this.counts, subject.psi_groups);
    const { bins } = subject;
    this.dependence = bins.kind === 'grid' && this.total > 0 ? new DependenceReference(this.counts, bins) : undefined;
    const { derived } = subject;
    this.kernel =
      derived !== undefined && 'map' in derived && this.total > 0
        ? new KernelReference(this.counts, derived.map)
        : undefined;
    this.largestShare = this.total === 0 ? 1 : this.counts.reduce((a, b) => Math.max(a, b), 0) / this.total;
  }

  /** The reference of the whole baseline. */
  static of(subject: BaselineSubject, profile: BaselineProfile): Reference {
    return new Reference(subject, profile, Expected.of(profile, subject), profile.overdispersion, undefined);
  }

  /** The reference of a window's own hours, in its mix of them. */
  within(expected: Expected, overdispersion: readonly Overdispersion[]): Reference {
    return new Reference(this.subject, this.profile, expected, overdispersion, this);
  }

  /** What a person reads under each bin. As the next two made when first asked for: most series never need them. */
  get labels(): readonly string[] {
    return (this.known.labels ??= binLabels(this.subject));
  }

  /** Where the middle of each bin lies, in standard deviations from the mean; empty where that has no meaning. */
  get middles(): readonly number[] {
    return (this.known.middles ??= middlesOf(this.subject));
  }

  /** From the middle of each bin to that of the next, in the unit of the feature; empty where that has no meaning. */
  get steps(): readonly number[] {
    return (this.known.steps ??= stepsOf(this.subject));
  }

  /** What its windows are tested by. */
  get statistics(): readonly string[] {
    return (this.known.statistics ??= statisticsOf(this.subject));
  }

  get groupings(): Groupings {
    return this.expected.groupings;
  }

  /** Normal scores of the bins; empty for subjects without order. */
  get scores(): readonly number[] {
    return this.expected.scores;
  }

  /** Of `everything` what lies in no bin: nulls, wrong types, values that are no number, infinite ones. */
  get outside(): readonly number[] {
    return this.expected.outside;
  }

  /** What values that lie in no bin are compared with: the same hours only where they follow the season. */
  get oddities(): Reference {
    return this.profile.phases?.oddities === true ? this : this.pooled;
  }

  /** Overdispersion in force at a scale: that of the largest scale up to it that could be measured. */
  overdispersionAt(scale: number): Overdispersion {
    return overdispersionAt(this.overdispersion, scale);
  }

  /** The same with what follows from it, worked out once. @param scale a power of two */
  inForceAt(scale: number): InForce {
    const place = 31 - Math.clz32(scale);
    let found = this.inForce[place];
    if (found === undefined) {
      const measured = this.overdispersionAt(scale);
      const worst = this.worst(measured);
      const spreads = components.map((j) => Math.sqrt(measured.neyman[j] ?? worst));
      found = { worst, spreads, chi2: measured.chi2 };
      this.inForce[place] = found;
    }
    return found;
  }

  /**
   * How many of `n` values count as one in the mean of their scores. It is measured for windows too small for any law; where
   * values are enough for one, it is enlarged for its uncertainty by no more than that of other statistics is. That takes ten
   * times the values of a distribution's test: where values vary more at some times than at others, shorter runs have heavier
   * tails than the normal law.
   */
  scoreDispersionAt(scale: number, n: number, fewest: number): number | undefined {
    const { scores, windows } = this.overdispersionAt(scale);
    if (scores === undefined || n / scores < 10 * fewest) return scores;
    return Math.max(1, scores * lessEnlarged(windows));
  }

  /** Clusters of the baseline's extremes at a scale, or undefined for a subject that has no range. */
  beyondAt(scale: number): Beyond | undefined {
    return this.subject.beyond?.findLast((measured) => measured.scale <= scale);
  }

  /** How many events count as one where the whole distribution is compared. */
  worst(overdispersion: Overdispersion): number {
    return worstOf(this.subject, overdispersion);
  }

  /** Bounds of a rate of which the baseline saw `successes` among `trials`, of which each `overdispersion` count as one. */
  boundsOf(successes: number, trials: number, overdispersion: number): RateBounds {
    return remember(this.bounds, `${successes} ${trials} ${overdispersion}`, () =>
      rateBounds(successes, trials, overdispersion),
    );
  }
}

/** The rates that `successes` among `trials`, of which each `overdispersion` count as one, do not contradict. */
export function rateBounds(successes: number, trials: number, overdispersion: number): RateBounds {
  const n = Math.max(1, Math.floor(trials / overdispersion));
  const upTo = (count: number): number =>
    clopperPearsonUpper(Math.min(n, Math.ceil(count / overdispersion)), n, boundDelta);
  return { lower: 1 - upTo(trials - successes), upper: upTo(successes) };
}

function middlesOf({ bins, mean, sd }: BaselineSubject): readonly number[] {
  if (mean === undefined || sd === undefined || !(sd > 0)) return [];
  if (bins.kind === 'values') return [...bins.values, mean].map((value) => (value - mean) / sd);
  if (bins.kind !== 'quantile' || bins.edges.length === 0) return [];
  const { edges } = bins;
  const inner = edges.slice(1).map((to, k) => (edges[k]! + to) / 2);
  return [edges[0]!, ...inner, edges.at(-1)!].map((value) => (value - mean) / sd);
}

/** Open bins are closed at the least and most of the baseline; NEW has no place. */
function stepsOf({ bins, least, most }: BaselineSubject): readonly number[] {
  if (least === undefined || most === undefined) return [];
  const places =
    bins.kind === 'values' ? bins.values : bins.kind === 'quantile' ? middlesBetween(bins.edges, least, most) : [];
  const steps = places.slice(1).map((place, k) => place - places[k]!);
  // Numbers at the ends of what a float can hold lie farther apart than it can say.
  return steps.every(Number.isFinite) ? steps : [];
}

function middlesBetween(edges: readonly number[], least: number, most: number): readonly number[] {
  const limits = [Math.min(least, edges[0] ?? least), ...edges, Math.max(most, edges.at(-1) ?? most)];
  return limits.slice(1).map((to, k) => limits[k]! + (to - limits[k]!) / 2);
}
