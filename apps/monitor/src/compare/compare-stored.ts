import {
  byEffect,
  comparisonLevels,
  comparisonOf,
  comparisonPolicy,
  referenceOfStretch,
  subjectNamed,
  SubjectReference,
  type Baseline,
  type BaselineProfile,
  type BaselineSubject,
  type ComparedCounts,
  type DetectionStore,
  type HourSum,
  type JudgePolicy,
  type Reference,
  type Stretch,
} from '@anchorwatch/detection';
import { withImportance, type Comparison, type ComparisonSide } from './comparison.js';
import { segmentParts } from './segment-parts.js';
import type { Side } from './side.js';

export interface StoredQuestion {
  readonly a: Side;
  readonly b: Side;
  /** Only this one; all when absent. */
  readonly subject?: string;
  readonly alarms: number;
  /** Most rows of the answer. */
  readonly limit: number;
  readonly tolerances?: Pick<JudgePolicy, 'tolerances' | 'subject_tolerances'>;
  readonly importance: Readonly<Record<string, number>>;
}

/** Names the part of the question that is wrong. */
export class ComparisonRefused extends Error {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** Traffic has no bins; how much there was is read from the same profiles. */
const volume = { subject: 'volume', ordered: false, psi_groups: [0] };

/** Compares two stretches of what was counted over a baseline, or one with the baseline itself. Changes nothing. */
export async function compareStored(
  store: DetectionStore,
  baseline: Baseline,
  question: StoredQuestion,
): Promise<Comparison> {
  if (question.b.kind === 'baseline') throw new ComparisonRefused('b', 'the baseline can only be the first of the two');
  const b = await stretchOf(store, baseline, question.b, 'b');
  const a = question.a.kind === 'baseline' ? undefined : await stretchOf(store, baseline, question.a, 'a');
  const only = question.subject === undefined ? undefined : subjectNamed(question.subject);
  const subjects = subjectsIn(baseline, [b, a ?? b], only);
  const references = a ? undefined : await baselineReferences(store, baseline, subjects, b);
  const asked = subjects.map((subject) => {
    const own = references?.get(subject.subject);
    return own ? { ...subject, reference: Array.from(own.counts) } : subject;
  });
  const reference = { ...volume, ...(a ? {} : { reference: [eventsIn(baseline, b.segment)] }) };
  const { model, digest } = baseline;
  const found = await store.compareProfiles({ model, baseline: digest, subjects: [...asked, reference], a, b });
  const counts = new Map(found.map((one) => [one.subject, one]));
  const policy = comparisonPolicy(subjects, question.alarms, question.tolerances);
  const levels = comparisonLevels(policy);
  const ticks = Math.max(b.to - b.from, a === undefined ? 0 : a.to - a.from);
  const rows = subjects.map((subject) => {
    const sides = counts.get(subject.subject)!;
    const own = references?.get(subject.subject);
    const beside = own ? besideBaseline(sides, own) : sides;
    const reference = own ?? referenceOfStretch(subject, profileIn(subject, b), sides.a);
    // The baseline itself has nothing beyond its range, and its reference knows more of that.
    const beyond = own ? undefined : subject.beyond;
    return { ...comparisonOf(reference, beside, ticks, levels(subject.subject), beyond), segment: b.segment };
  });
  const sorted = rows.sort(byEffect).map((row) => withImportance(row, question.importance));
  const traffic = counts.get('volume')!;
  return {
    model,
    baseline: digest,
    a: a ? sideOf(baseline, a, traffic.a.counts[0]!) : baselineSide(baseline, b.segment),
    b: sideOf(baseline, b, traffic.b.counts[0]!),
    alarms: question.alarms,
    alpha: policy.alpha,
    different: sorted.some(({ different }) => different),
    subjects: sorted.slice(0, question.limit),
    left_out: Math.max(0, sorted.length - question.limit),
    segments: await segmentParts(store, baseline, sorted, a, b),
    warnings: warningsOf(a, b, traffic),
  };
}

/** A stretch in whole ticks, its open ends where the counts begin and end. */
async function stretchOf(
  store: DetectionStore,
  { model, digest, tick, segments }: Baseline,
  side: Exclude<Side, { kind: 'baseline' }>,
  field: 'a' | 'b',
): Promise<Stretch> {
  const { segment } = side;
  if (segment !== '' && !segments.includes(segment))
    throw new ComparisonRefused(field, `the baseline knows no segment "${segment.slice(0, 100)}"`);
  const length = tick.kind === 'time' ? tick.ms : tick.events;
  const from =
    side.from === undefined ? await store.firstTick(model, digest, 'events') : Math.floor(side.from / length);
  const judged = side.to === undefined ? await store.judgement(model, digest, 'events') : undefined;
  const to = side.to === undefined ? judged && judged.tick + 1 : Math.ceil(side.to / length);
  if (from === undefined || to === undefined || from >= to)
    throw new ComparisonRefused(field, 'nothing was counted and judged over this baseline in that stretch');
  return { segment, from, to };
}

/** What windows of these hours are compared with, by subject. */
async function baselineReferences(
  store: DetectionStore,
  { model, digest, tick }: Baseline,
  subjects: readonly BaselineSubject[],
  b: Stretch,
): Promise<ReadonlyMap<string, Reference>> {
  const phased = tick.kind === 'time' && subjects.some((subject) => profileIn(subject, b).phases !== undefined);
  const hours = new Map<string, HourSum[]>();
  for (const sum of phased ? await store.hourSums(model, digest, b, tick.ms) : [])
    hours.set(sum.subject, [...(hours.get(sum.subject) ?? []), sum]);
  return new Map(
    subjects.map((subject) => {
      const [values, everything] = [new Array<number>(168).fill(0), new Array<number>(168).fill(0)];
      for (const sum of hours.get(subject.subject) ?? []) {
        values[sum.hour] = sum.values;
        everything[sum.hour] = sum.everything;
      }
      const reference = new SubjectReference(subject, profileIn(subject, b), tick);
      return [subject.subject, reference.ofHours(values, everything)];
    }),
  );
}

/** Truth and what features do together are known of the whole traffic only. */
function subjectsIn({ subjects }: Baseline, sides: readonly Stretch[], only: string | undefined) {
  const found = subjects.filter(
    ({ subject, profiles }) =>
      (only ?? subject) === subject &&
      sides.every(({ segment }) => profiles.some((profile) => profile.segment === segment)),
  );
  if (found.length === 0)
    throw new ComparisonRefused('subject', `the baseline knows no ${only?.slice(0, 100) ?? 'subject'} there`);
  return found;
}

function profileIn({ profiles }: BaselineSubject, { segment }: Stretch): BaselineProfile {
  return profiles.find((profile) => profile.segment === segment)!;
}

function besideBaseline(found: ComparedCounts, { outside }: Reference): ComparedCounts {
  const [nulls = 0, wrong_type = 0, nans = 0, infinities = 0] = outside;
  return { ...found, a: { ...found.a, nulls, wrong_type, nans, infinities } };
}

function sideOf({ tick }: Baseline, { segment, from, to }: Stretch, events: number): ComparisonSide {
  const length = tick.kind === 'time' ? tick.ms : tick.events;
  return {
    kind: 'window',
    name: segment === '' ? 'all traffic' : segment,
    segment,
    from: from * length,
    to: to * length,
    events,
  };
}

function baselineSide(baseline: Baseline, segment: string): ComparisonSide {
  const { digest, from, to } = baseline;
  return { kind: 'baseline', name: digest, segment, from, to, events: eventsIn(baseline, segment) };
}

/** How many events of the baseline lie in a segment: every one of them is an error or is none. */
function eventsIn({ events, subjects }: Baseline, segment: string): number {
  const errors = subjects.find(({ role }) => role === 'errors')?.profiles.find((one) => one.segment === segment);
  if (segment === '' || errors === undefined) return events;
  return errors.counts.reduce((sum, count) => sum + count, 0);
}

function warningsOf(a: Stretch | undefined, b: Stretch, traffic: ComparedCounts): readonly string[] {
  const warnings: string[] = [];
  const shared = a === undefined ? 0 : Math.min(a.to, b.to) - Math.max(a.from, b.from);
  const together = a !== undefined && (a.segment === b.segment || a.segment === '' || b.segment === '');
  if (together && shared > 0)
    warnings.push(`both sides hold the events of ${shared} ticks, so they look more alike than they are`);
  if (traffic.a.counts[0] === 0) warnings.push('nothing was counted on the first side');
  if (traffic.b.counts[0] === 0) warnings.push('nothing was counted on the second side');
  return warnings;
}
