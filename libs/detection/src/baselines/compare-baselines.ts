import type { Baseline, BaselineSubject } from './baseline.js';
import {
  byEffect,
  comparisonLevels,
  comparisonOf,
  comparisonPolicy,
  type SubjectComparison,
} from '../comparing/comparison.js';
import { noneBeside } from '../counting/beside.js';
import { distancesOf } from '../verdicts/distances.js';
import { Levels } from '../budget/levels.js';
import type { JudgePolicy } from '../budget/policy.js';
import { rebinned } from '../references/rebinned.js';
import { Reference } from '../references/reference.js';

/** A subject of a candidate beside the same of the baseline that it would follow. */
export interface BaselineDrift extends SubjectComparison {
  readonly segment: string;
  /** Whether the counts lie over the same bins or values; else those of ranges were divided, and small effects are not certain. */
  readonly exact: boolean;
}

/** A candidate beside another baseline of its model. */
export interface BaselineComparison {
  /** Different ones first, single ones before what several do together, then by PSI. */
  readonly subjects: readonly BaselineDrift[];
  readonly alpha: number;
  readonly different: boolean;
  /** What a person should know before putting the candidate in force, in words. */
  readonly warnings: readonly string[];
}

/** What dividing the counts of ranges may move by itself: tolerated where people do not tolerate more. */
const divisionMoves = { ks: 0.003, component: 0.01, psi: 0.001 };
/** Fewer ticks measure the overdispersion too roughly. */
const enoughTicks = 50;
/** More names than these do not help anybody. */
const namesListed = 10;

/**
 * How far a candidate lies from the baseline before it: every subject and segment that both have, over the bins of the
 * former.
 * @param alarms expected false alarms of the whole comparison, > 0
 * @param chosen what may move without counting
 */
export function compareBaselines(
  former: Baseline,
  candidate: Baseline,
  alarms: number,
  chosen: Pick<Partial<JudgePolicy>, 'tolerances' | 'subject_tolerances'> = {},
): BaselineComparison {
  const pairs = pairsOf(former, candidate);
  const policy = comparisonPolicy(
    pairs.map(({ before }) => before),
    alarms,
    chosen,
  );
  const levels = comparisonLevels(policy);
  const ticks = Math.max(former.ticks, ticksOf(candidate, former));
  const incomparable: string[] = [];
  const subjects = pairs.flatMap(({ before, now, segment }): BaselineDrift[] => {
    const profile = before.profiles.find((one) => one.segment === segment)!;
    const brought = rebinned(
      now,
      now.profiles.find((one) => one.segment === segment)!,
      before,
    );
    if (brought === undefined) {
      const ofItsOwn = before.derived === undefined || before.role === 'embedding';
      if (segment === '' && ofItsOwn) incomparable.push(before.subject);
      return [];
    }
    const { counts, nulls, wrong_type, nans = 0, infinities = 0 } = profile;
    const a = { ...noneBeside, counts, nulls, wrong_type, nans, infinities };
    const distances = distancesOf(counts, brought.counts.counts, before);
    const sides = { subject: before.subject, a, b: brought.counts, distances };
    const level = levels(before.subject);
    const own = brought.exact ? level : new Levels(moving(level.policy));
    const compared = comparisonOf(Reference.of(before, profile), sides, ticks, own);
    return [{ ...compared, segment, exact: brought.exact }];
  });
  subjects.sort(byEffect);
  const different = subjects.filter((one) => one.different);
  return {
    subjects,
    alpha: policy.alpha,
    different: different.length > 0,
    warnings: [...warningsOf(former, candidate), ...moved(different), ...named('cannot be compared', incomparable)],
  };
}

/** The policy that tolerates what dividing the counts of ranges may move. */
function moving(policy: JudgePolicy): JudgePolicy {
  const { ks, component, psi } = policy.tolerances;
  const tolerances = {
    ...policy.tolerances,
    ks: Math.max(ks, divisionMoves.ks),
    component: Math.max(component, divisionMoves.component),
    psi: Math.max(psi, divisionMoves.psi),
  };
  return { ...policy, tolerances };
}

function pairsOf(former: Baseline, candidate: Baseline) {
  const own = new Map(candidate.subjects.map((subject) => [subject.subject, subject]));
  return former.subjects.flatMap((before) => {
    const now = own.get(before.subject);
    if (now === undefined) return [];
    const shared = before.profiles.filter(({ segment }) => now.profiles.some((profile) => profile.segment === segment));
    return shared.map(({ segment }) => ({ before, now, segment }));
  });
}

/** The candidate's length in ticks of the former. */
function ticksOf(candidate: Baseline, former: Baseline): number {
  if (candidate.tick.kind === 'count' || former.tick.kind === 'count') return candidate.ticks;
  return Math.ceil((candidate.ticks * candidate.tick.ms) / former.tick.ms);
}

function warningsOf(former: Baseline, candidate: Baseline): readonly string[] {
  // Which pairs of features are watched together is chosen anew each time.
  const names = (of: readonly BaselineSubject[]) =>
    new Set(of.flatMap(({ subject, derived }) => (derived === undefined ? [subject] : [])));
  const [had, has] = [names(former.subjects), names(candidate.subjects)];
  const warnings = [
    ...named(
      'would no longer be watched',
      [...had].filter((name) => !has.has(name)),
    ),
    ...named(
      'would be watched anew',
      [...has].filter((name) => !had.has(name)),
    ),
    ...named(
      'would no longer be segments',
      former.segments.filter((segment) => !candidate.segments.includes(segment)),
    ),
  ];
  if (candidate.ticks < enoughTicks)
    warnings.push(`${candidate.ticks} ticks are few: below ${enoughTicks} the overdispersion is enlarged to be safe`);
  else if (ticksOf(candidate, former) < former.ticks / 2)
    warnings.push('it is less than half as long as the one before, so long windows and seasons are known less well');
  if (candidate.to <= former.from) warnings.push('its traffic is older than that of the one before');
  for (const { from, to, reason } of candidate.left_out ?? [])
    warnings.push(`${new Date(from).toISOString()} to ${new Date(to).toISOString()} was left out: ${reason}`);
  if ((candidate.warnings ?? []).length > 0)
    warnings.push(...named('have a season or a long memory', [...new Set(candidate.warnings!.map((w) => w.subject))]));
  return warnings;
}

function moved(different: readonly BaselineDrift[]): readonly string[] {
  const names = [...new Set(different.map(({ subject }) => subject))];
  return named('moved between the two; in force, the new state would be the normal one', names);
}

function named(words: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > namesListed ? ` and ${names.length - namesListed} more` : '';
  return [`${names.slice(0, namesListed).join(', ')}${more}: ${words}`];
}
