import type { BaselineProfile, BaselineSubject, Beyond } from '../baselines/baseline.js';
import { valuesIn, vectorOf, type BesideCounts } from '../counting/beside.js';
import type { ComparedCounts, Summed } from './compared-counts.js';
import { comparedRange } from './compared-range.js';
import { testsOf } from '../detectors/detectors.js';
import { oddities } from '../detectors/oddities.js';
import { effectsOf } from '../verdicts/effects.js';
import { binShifts, ksPlace, mostMoved, type BinShift, type KsPlace } from './explain.js';
import { jointRoles } from '../joint/joint-roles.js';
import { Levels } from '../budget/levels.js';
import { alphaOf, costOf, defaultPolicy, statisticsOf, type JudgePolicy } from '../budget/policy.js';
import { Reference } from '../references/reference.js';
import type { TestResult, Verdict } from '../verdicts/verdict.js';
import { windowOf } from '../windows/window.js';
import { wordsOf } from '../verdicts/words.js';

/** One side of a comparison, with what is counted beside its bins; `below` and `above` are beyond what the baseline saw. */
export interface ComparedSide extends BesideCounts {
  readonly n: number;
  /** n divided by the overdispersion in force. */
  readonly n_effective: number;
}

/** A subject on two sides: a is what b is compared with. */
export interface SubjectComparison extends Pick<
  Verdict,
  | 'subject'
  | 'role'
  | 'insufficient'
  | 'psi'
  | 'psi_noise'
  | 'psi_critical'
  | 'ks'
  | 'ks_p_value'
  | 'ks_critical'
  | 'jensen_shannon'
  | 'hellinger'
  | 'wasserstein'
  | 'wasserstein_units'
  | 'tests'
  | 'alpha'
  | 'p_value'
  | 'words'
> {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** Whether any test passes alpha. */
  readonly different: boolean;
  /** The groups of bins that moved most, at most five. */
  readonly moved: readonly BinShift[];
  readonly ks_at: KsPlace | null;
}

const movedShown = 5;

/** The levels of each subject of a comparison, by its own tolerances. */
export function comparisonLevels(policy: JudgePolicy): (subject: string) => Levels {
  const plain = new Levels(policy);
  return (subject) => {
    const own = policy.subject_tolerances?.[subject];
    return own === undefined ? plain : new Levels({ ...policy, tolerances: { ...policy.tolerances, ...own } });
  };
}

/**
 * The policy of one comparison: the chance that it calls anything different although nothing changed is at most `alarms`.
 * @param subjects each as often as it is compared
 * @param alarms   expected false alarms of the whole comparison, > 0; .05 by custom
 */
export function comparisonPolicy(
  subjects: readonly BaselineSubject[],
  alarms: number,
  chosen: Pick<Partial<JudgePolicy>, 'tolerances' | 'subject_tolerances'> = {},
): JudgePolicy {
  const tests = subjects.reduce((sum, subject) => sum + costOf(comparedIn(subject)), 0);
  return { ...defaultPolicy, ...chosen, alpha: alphaOf({ alarms, tests }) };
}

/** Stretches are compared beyond the range of the baseline in both directions. */
function comparedIn(subject: BaselineSubject): readonly string[] {
  const fewer = subject.beyond === undefined ? [] : ['below', 'above'];
  return [...statisticsOf(subject), ...fewer];
}

/**
 * A stretch of traffic as the reference of another. What the baseline says of its own range and hours does not hold for it;
 * how much its events depend on each other does.
 * @param profile the subject's reference in the segment compared
 */
export function referenceOfStretch(subject: BaselineSubject, profile: BaselineProfile, stretch: Summed): Reference {
  const { beyond: _b, ...rangeless } = subject;
  const { phases: _p, ...hourless } = profile;
  return Reference.of(rangeless, { ...hourless, ...stretch });
}

/**
 * Weighs one subject's two sides as a window is weighed against its baseline, with the overdispersion that the baseline
 * measured at the length of the longer side.
 * @param reference side a: of the baseline, or `referenceOfStretch`
 * @param ticks     length of the longer side
 * @param beyond    of two stretches: in what clusters values beyond the baseline's range come; absent beside the baseline
 */
export function comparisonOf(
  reference: Reference,
  { a, b, distances }: ComparedCounts,
  ticks: number,
  levels: Levels,
  beyond: readonly Beyond[] = [],
): SubjectComparison {
  const { subject } = reference;
  const window = windowOf(vectorOf(b.counts, b), ticks, 0, reference.sums);
  const tests = sorted(
    [
      // Where nothing of the first side lies in a bin, how much of it does not can be compared all the same.
      ...(reference.total === 0 ? oddities(window, reference, levels) : testsOf(window, reference, levels)),
      ...comparedRange(reference, { a, b }, window.n, ticks, beyond, levels),
    ],
    levels,
  );
  const factor = reference.worst(reference.overdispersionAt(ticks));
  const insufficient = Math.min(window.n, reference.total) / factor < levels.policy.minimum_effective;
  const effects = effectsOf(window, reference, levels);
  // Sums over points have no bins: what is known of them is what their own test measures.
  const found = reference.sums ? effects : distances;
  const p_value = tests[0] === undefined ? 1 : levels.weighed(tests[0]);
  const side = ({ counts: _, ...beside }: Summed, n: number): ComparedSide => ({
    n,
    n_effective: n / factor,
    ...beside,
  });
  return {
    subject: subject.subject,
    role: subject.role,
    a: side(a, reference.total),
    b: side(b, window.n),
    insufficient,
    psi: found.psi,
    psi_noise: effects.psi_noise,
    psi_critical: effects.psi_critical,
    ks: found.ks,
    ks_p_value: effects.ks_p_value,
    ks_critical: effects.ks_critical,
    jensen_shannon: found.jensen_shannon,
    hellinger: found.hellinger,
    wasserstein: found.wasserstein,
    wasserstein_units: effects.wasserstein_units,
    tests,
    alpha: levels.policy.alpha,
    p_value,
    different: p_value <= levels.policy.alpha,
    moved: reference.sums ? [] : mostMoved(binShifts(a.counts, b.counts, subject), movedShown),
    ks_at: ksPlace(a.counts, b.counts, subject) ?? null,
    words: empty(a, b) ?? wordsOf(window, reference, tests, insufficient).replace('like the baseline', 'alike'),
  };
}

/**
 * Different ones first, single ones before what several do together, then by PSI: the order in which a person wants to
 * read them. Distances of points and reconstruction errors are of another kind, and say less than what they are made of.
 */
export function byEffect(one: SubjectComparison, other: SubjectComparison): number {
  return (
    Number(other.different) - Number(one.different) ||
    Number(jointRoles.has(one.role)) - Number(jointRoles.has(other.role)) ||
    other.psi - one.psi ||
    other.ks - one.ks ||
    (one.subject < other.subject ? -1 : 1)
  );
}

function sorted(tests: readonly TestResult[], levels: Levels): readonly TestResult[] {
  return [...tests].sort((one, other) => levels.weighed(one) - levels.weighed(other));
}

function empty(a: Summed, b: Summed): string | undefined {
  const nothing = (side: Summed): boolean => valuesIn(vectorOf(side.counts, side), side.counts.length) === 0;
  const sides = [nothing(a) ? 'the first' : undefined, nothing(b) ? 'the second' : undefined].filter(Boolean);
  return sides.length === 0 ? undefined : `no values in ${sides.join(' and ')}`;
}
