import type { BudgetWeights } from './budget-weights.js';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import type { Feed } from '../detection-store.js';
import { overdispersionAt, worstOf } from '../baselines/overdispersion-at.js';
import { isPayableMetric, isVolumeMeasured, payableOf } from './payable.js';

/** What a difference must exceed before it counts: "what matters" to the people who run the model. */
export interface Tolerances {
  /** Distance of the distribution functions, 0 to 1. */
  readonly ks: number;
  /** Of a Neyman component, in standard deviations of the baseline's ranks. */
  readonly component: number;
  /** Chi-square distance in PSI units. */
  readonly psi: number;
  /**
   * Of one category's share or of a rate, absolute, as a person chose it, be it 0. Absent: nobody did, and 0.01 of what is
   * common is tolerated, less of what is rare.
   */
  readonly share?: number;
  /** Of traffic, relative: 0.5 lets it grow to 1.5 times what is expected and fall to 1/1.5 of it; silence is never tolerated. */
  readonly volume: number;
}

/** How surprising a window must be, and which windows are looked at. */
export interface JudgePolicy {
  /** Per-test share of the alarm budget: at most this chance that one test alarms although nothing changed. */
  readonly alpha: number;
  /** Windows with fewer effective events are shown, but their distribution is not tested. */
  readonly minimum_effective: number;
  /** An episode closes after this many quiet hops of the scale it opened at. */
  readonly quiet_ticks: number;
  readonly largest_window_ticks: number;
  /** What does not matter, for subjects that say nothing else. */
  readonly tolerances: Tolerances;
  readonly subject_tolerances?: Readonly<Record<string, Partial<Tolerances>>>;
  /** Which tests get more of the budget than others; without it all get the same. */
  readonly weights?: BudgetWeights;
}

/** An allowance of false alarms for everything that one judge tests. */
export type AlarmBudget =
  | { readonly baseline: Baseline; readonly feed: Feed; readonly alarms_per_week: number }
  | { readonly baseline: Baseline; readonly feed: Feed; readonly alarms_per_scan: number; readonly ticks: number };

const weekMs = 7 * 24 * 3600 * 1000;

/** The part of the policy that does not depend on the budget. */
export const defaultPolicy = {
  minimum_effective: 40,
  quiet_ticks: 8,
  largest_window_ticks: 4096,
  tolerances: { ks: 0.001, component: 0.002, psi: 0, volume: 0 },
} as const satisfies Omit<JudgePolicy, 'alpha'>;

/** The watch tier may cost this many times the alarm budget. */
const watchShare = 20;

/** The level of the watch tier, which is shown and not sent, beside that of an alarm. */
export function watchLevel(alpha: number): number {
  return Math.min(0.05, alpha * watchShare);
}

/**
 * The policy that spends a budget evenly over all tests of a week or of a scan.
 * @throws RangeError when a week is asked of a baseline that ticks by count: nobody knows how many ticks a week has.
 */
export function policyFor(budget: AlarmBudget, chosen: Partial<Omit<JudgePolicy, 'alpha'>> = {}): JudgePolicy {
  const rest = { ...defaultPolicy, ...chosen };
  const perTick = testsPerTick(budget.baseline, budget.feed, rest);
  const alpha =
    'ticks' in budget
      ? alphaOf({ alarms: budget.alarms_per_scan, tests: perTick * budget.ticks })
      : alphaOf({ alarms: budget.alarms_per_week, tests: perTick * ticksPerWeek(budget.baseline) });
  return { ...rest, alpha };
}

/**
 * Each test's share of the budget: the expected number of false alarms is at most `alarms`, however the tests
 * depend on each other, because expectations add.
 * @returns in (0, 0.05]
 */
export function alphaOf({ alarms, tests }: { readonly alarms: number; readonly tests: number }): number {
  if (!(alarms > 0)) throw new RangeError(`the alarm budget must be above 0, got ${alarms}`);
  return Math.min(0.05, alarms / Math.max(1, tests));
}

/**
 * How many tests a tick costs on average: large windows are looked at less often than every tick, and what can never be
 * tested costs nothing.
 */
export function testsPerTick(baseline: Baseline, feed: Feed, policy: PaidFor = defaultPolicy): number {
  return paidLooks(baseline, feed, policy).reduce(
    (sum, { scale, statistics }) => sum + costOf(statistics) / hopOf(scale),
    0,
  );
}

type PaidFor = Pick<JudgePolicy, 'largest_window_ticks' | 'minimum_effective'>;

/** A subject in a segment at one window length, with the statistics that a look at such a window may cost. */
export interface PaidLook {
  readonly subject: string;
  readonly segment: string;
  readonly scale: number;
  readonly statistics: readonly string[];
}

/** Every window length of everything that is judged on a feed, each taken every `hopOf` its ticks. */
export function paidLooks(baseline: Baseline, feed: Feed, policy: PaidFor): readonly PaidLook[] {
  const scales = scalesOf(baseline.ticks, policy.largest_window_ticks);
  return testedOn(baseline, feed, policy.minimum_effective).flatMap(({ subject, segment, statisticsAt }) =>
    scales.map((scale) => ({ subject, segment, scale, statistics: statisticsAt(scale) })),
  );
}

/** Events and labels are judged on clocks of their own: truth belongs to the labels, everything else to the events. */
export function judgedOn(subject: BaselineSubject, feed: Feed): boolean {
  return (subject.role === 'truth') === (feed === 'labels');
}

/** A subject in a segment, and the statistics that one window of so many ticks may cost. */
interface Tested {
  readonly subject: string;
  readonly segment: string;
  readonly statisticsAt: (scale: number) => readonly string[];
}

/** Every series that is tested on a feed. */
function testedOn(baseline: Baseline, feed: Feed, minimum: number): readonly Tested[] {
  const subjects = baseline.subjects
    .filter((subject) => judgedOn(subject, feed))
    .flatMap((subject): readonly Tested[] => {
      const statistics = statisticsOf(subject);
      return subject.profiles.map(({ segment, overdispersion }) => ({
        subject: subject.subject,
        segment,
        statisticsAt: (scale) =>
          payableOf(statistics, baseline, scale, worstOf(subject, overdispersionAt(overdispersion, scale)), minimum),
      }));
    });
  return [...subjects, ...(feed === 'events' ? testedVolume(baseline) : testedMetrics(baseline, minimum))];
}

function testedVolume({ volume }: Baseline): readonly Tested[] {
  return volume.map((one) => ({
    subject: 'volume',
    segment: one.segment,
    statisticsAt: (scale) => (isVolumeMeasured(one, scale) ? ['volume'] : []),
  }));
}

function testedMetrics(baseline: Baseline, minimum: number): readonly Tested[] {
  const { performance } = baseline;
  if (performance?.kind !== 'measured') return [];
  const { task, profiles } = performance;
  return profiles.flatMap(({ segment, metrics }) =>
    metrics.map((reference) => ({
      subject: reference.metric,
      segment,
      statisticsAt: (scale: number) =>
        isPayableMetric(task, reference, baseline, scale, minimum) ? [reference.metric] : [],
    })),
  );
}

/** Windows of 1, 2, 4 … ticks, up to .64 of the baseline's length (but at least 8 ticks) and the policy's cap. */
export function scalesOf(ticks: number, largest: number): readonly number[] {
  const limit = Math.min(Math.max(8, ticks * 0.64), largest);
  const scales: number[] = [];
  for (let scale = 1; scale <= limit; scale *= 2) scales.push(scale);
  return scales;
}

/** A window of `scale` ticks is looked at every so many ticks. */
export function hopOf(scale: number): number {
  return Math.max(1, scale / 8);
}

/**
 * Tests of what the baseline hardly has. They are many, what they find is seldom faint, and they compare with a bound of
 * the baseline's rate; so each pays, and gets, a quarter of the share of a test that asks for faint changes.
 */
const lightStatistics: ReadonlySet<string> = new Set([
  'new',
  'nulls',
  'wrong type',
  'nans',
  'infinities',
  'below',
  'above',
]);
const lightPrice = 0.25;

/** `shift` asks runs of four lengths, and what it finds is the commonest change of all: it pays for each of them, and gets it. */
const shiftPrice = 4;

/** The roles whose answers must not freeze. */
export const answersThatVary: ReadonlySet<string> = new Set(['score', 'prediction label', 'prediction value']);

/**
 * Every test that one window of a subject may cost, by the statistic's name; one that looks at both sides with a bound for
 * each is named twice.
 */
export function statisticsOf(subject: Omit<BaselineSubject, 'subject' | 'profiles'>): readonly string[] {
  if (subject.bins.kind === 'rate') return ['rate'];
  if (subject.bins.kind === 'grid') return ['correlation', 'chi2'];
  if (subject.role === 'features together') return ['mmd']; // it is always there
  if (subject.bins.kind === 'sums') return ['mmd', 'nulls', 'nulls', 'wrong type'];
  const shape = subject.ordered ? shapeOf(subject) : ['chi2', 'share'];
  if (subject.role === 'reconstruction error') return [...shape, 'shift']; // it is always there
  const unseen = subject.bins.kind === 'quantile' ? [] : ['new'];
  const constant = answersThatVary.has(subject.role) ? ['constant'] : [];
  const numbers = subject.least === undefined ? [] : ['shift', 'nans', 'nans', 'infinities'];
  const range = subject.beyond === undefined ? [] : ['below', 'above'];
  return [...shape, ...unseen, 'nulls', 'nulls', 'wrong type', ...numbers, ...range, ...constant];
}

/** What one window's tests cost, in units of an even share of the budget. */
export function costOf(statistics: readonly string[]): number {
  return statistics.reduce((sum, statistic) => sum + priceOf(statistic), 0);
}

/** A test's part of an even share of the budget. */
export function priceOf(statistic: string): number {
  if (statistic === 'shift') return shiftPrice;
  return lightStatistics.has(statistic) ? lightPrice : 1;
}

/**
 * Two values leave one thing to say of their distribution. More have one component less than there are, and NEW may be one of
 * them.
 */
function shapeOf(subject: Pick<BaselineSubject, 'bins'>): readonly string[] {
  return isTwoValued(subject) ? ['v1'] : ['ks', ...componentsOf(subject), 'chi2'];
}

/** Whether a number had two values at most: then every test of its distribution asks for the share of one of them. */
export function isTwoValued({ bins }: Pick<BaselineSubject, 'bins'>): boolean {
  return bins.kind === 'values' && bins.values.length <= 2;
}

function componentsOf({ bins }: Pick<BaselineSubject, 'bins'>): readonly string[] {
  return ['v1', 'v2', 'v3', 'v4'].slice(0, bins.kind === 'values' ? bins.values.length : undefined);
}

function ticksPerWeek(baseline: Baseline): number {
  if (baseline.tick.kind === 'count')
    throw new RangeError('a baseline that ticks by count needs a budget per scan and its number of ticks');
  return weekMs / baseline.tick.ms;
}
