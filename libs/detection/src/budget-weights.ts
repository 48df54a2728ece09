import type { Baseline } from './baseline.js';
import type { Feed } from './detection-store.js';
import { hopOf, priceOf, scalesOf, testedOn, type JudgePolicy } from './policy.js';

/**
 * What is worth more of the alarm budget than the rest, and what less: factors above 0, 1 where nothing is said. A test's
 * share is the product of the weights of its subject, segment, window length (in ticks) and statistic, in relation to all
 * other tests of its model; what the whole model may cost stays the same.
 * @see Genovese, Roeder & Wasserman (2006), Biometrika 93(3):509–524: weighted tests of one budget
 */
export interface BudgetWeights {
  readonly subjects?: Readonly<Record<string, number>>;
  /** `<field>=<value>`, '' for the whole traffic. */
  readonly segments?: Readonly<Record<string, number>>;
  readonly scales?: Readonly<Record<string, number>>;
  /** `ks`, `v1` … `v4`, `chi2`, `share`, `new`, `nulls`, …: as in a verdict's tests, all categories' shares under `share`. */
  readonly statistics?: Readonly<Record<string, number>>;
}

/** The factor of a test's alpha over the even share; the mean over all tests is 1. */
export type Factor = (subject: string, segment: string, scale: number, statistic: string) => number;

/** Turns weights into factors for everything that a judge of this baseline and feed tests. */
export function factorsOf(
  baseline: Baseline,
  feed: Feed,
  policy: Pick<JudgePolicy, 'largest_window_ticks' | 'weights'>,
): Factor {
  const { subjects, segments, scales, statistics } = policy.weights ?? {};
  if (subjects === undefined && segments === undefined && scales === undefined && statistics === undefined)
    return () => 1;
  const meanOfScales = mean(
    scalesOf(baseline.ticks, policy.largest_window_ticks).map((scale) => [1 / hopOf(scale), weightOf(scales, scale)]),
  );
  const everywhere = (names: readonly string[]): number =>
    names.reduce((sum, segment) => sum + weightOf(segments, segment), 0);
  const tests = testedOn(baseline, feed).flatMap(({ subject, segments: names, statistics: all }) =>
    all.map((statistic) => ({ subject, statistic, names })),
  );
  if (feed === 'events' && baseline.tick.kind === 'time')
    tests.push({ subject: 'volume', statistic: 'volume', names: ['', ...baseline.segments] });
  const meanOfTests = mean(
    tests.map(({ subject, statistic, names }) => [
      names.length * priceOf(statistic),
      (weightOf(subjects, subject) * weightOf(statistics, statistic) * everywhere(names)) / names.length,
    ]),
  );
  const whole = meanOfScales * meanOfTests;
  return (subject, segment, scale, statistic) =>
    (weightOf(subjects, subject) *
      weightOf(segments, segment) *
      weightOf(scales, scale) *
      weightOf(statistics, familyOf(statistic))) /
    whole;
}

/** The name under which a statistic is weighed: the shares of all categories are one test of the budget. */
export function familyOf(statistic: string): string {
  return statistic.startsWith('share:') ? 'share' : statistic;
}

function weightOf(weights: Readonly<Record<string, number>> | undefined, name: string | number): number {
  return weights !== undefined && Object.hasOwn(weights, name) ? weights[name]! : 1;
}

/** Mean of values by how often each counts; 1 of nothing. */
function mean(counted: readonly (readonly number[])[]): number {
  const count = counted.reduce((sum, [times]) => sum + times!, 0);
  return count === 0 ? 1 : counted.reduce((sum, [times, value]) => sum + times! * value!, 0) / count;
}
