import type { Baseline, SubjectRole } from '../baselines/baseline.js';
import type { Feed } from '../detection-store.js';
import { hopOf, paidLooks, priceOf, type JudgePolicy } from './policy.js';

/**
 * What is worth more of the alarm budget than the rest, and what less: factors, 1 where nothing is said. A test's
 * share is the product of the weights of its subject, segment, window length (in ticks) and statistic, in relation to all
 * other tests of its model; what the whole model may cost stays the same.
 * @see Genovese, Roeder & Wasserman (2006), Biometrika 93(3):509–524: weighted tests of one budget
 */
export interface BudgetWeights {
  /**
   * By subject, `* × *` for every pair of features that is not named itself. A subject of weight 0 is not watched: it pays
   * nothing and raises nothing, and where it is several features together it is not counted either.
   */
  readonly subjects?: Readonly<Record<string, number>>;
  /** `<field>=<value>`, '' for the whole traffic. */
  readonly segments?: Readonly<Record<string, number>>;
  readonly scales?: Readonly<Record<string, number>>;
  /** `ks`, `v1` … `v4`, `chi2`, `share`, `new`, `nulls`, …: as in a verdict's tests, all categories' shares under `share`. */
  readonly statistics?: Readonly<Record<string, number>>;
}

/** The factor of a test's alpha over the even share; the mean over all tests is 1. */
export type Factor = (subject: string, segment: string, scale: number, statistic: string) => number;

const everyPair = '* × *';

/** The weight that a subject has for itself, 0 where it is not watched. @param role unknown for traffic and measures of performance */
export function weightOfSubject(weights: BudgetWeights | undefined, subject: string, role?: SubjectRole): number {
  const subjects = weights?.subjects;
  const isNamed = subjects !== undefined && Object.hasOwn(subjects, subject);
  return weightOf(subjects, role === 'feature pair' && !isNamed ? everyPair : subject);
}

/** Turns weights into factors for everything that a judge of this baseline and feed tests. */
export function factorsOf(
  baseline: Baseline,
  feed: Feed,
  policy: Pick<JudgePolicy, 'largest_window_ticks' | 'minimum_effective' | 'weights'>,
): Factor {
  const { subjects, segments, scales, statistics } = policy.weights ?? {};
  const roles = new Map(baseline.subjects.map(({ subject, role }) => [subject, role]));
  if (subjects === undefined && segments === undefined && scales === undefined && statistics === undefined)
    return () => 1;
  const weight: Factor = (subject, segment, scale, statistic) =>
    weightOfSubject(policy.weights, subject, roles.get(subject)) *
    weightOf(segments, segment) *
    weightOf(scales, scale) *
    weightOf(statistics, familyOf(statistic));
  let [even, given] = [0, 0];
  for (const { subject, segment, scale, statistics: names } of paidLooks(baseline, feed, policy)) {
    for (const statistic of names) {
      const cost = priceOf(statistic) / hopOf(scale);
      even += cost;
      given += cost * weight(subject, segment, scale, statistic);
    }
  }
  // Nothing to be paid for, or nothing that is watched.
  const whole = even === 0 || given === 0 ? 1 : given / even;
  return (subject, segment, scale, statistic) => weight(subject, segment, scale, statistic) / whole;
}

/** The name under which a statistic is weighed: the shares of all categories are one test of the budget. */
export function familyOf(statistic: string): string {
  return statistic.startsWith('share:') ? 'share' : statistic;
}

function weightOf(weights: Readonly<Record<string, number>> | undefined, name: string | number): number {
  return weights !== undefined && Object.hasOwn(weights, name) ? weights[name]! : 1;
}
