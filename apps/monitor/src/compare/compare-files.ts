import {
  Reference,
  byEffect,
  comparisonLevels,
  comparisonOf,
  comparisonPolicy,
  distancesOf,
  makeBaseline,
  segmentShifts,
  summed,
  type Baseline,
  type BaselineSubject,
} from '@anchorwatch/detection';
import { countRows, type Mapping } from '@anchorwatch/telemetry';
import { defaultTick } from '../scan/default-tick.js';
import { nameOf, openSource, type FileSource } from '../scan/source.js';
import type { ComparedRow, Comparison, SegmentParts } from './comparison.js';
import { sideOfProfile } from './side-of-profile.js';
import { FileCounts } from './file-counts.js';

/** The name under which files without one are compared. */
const MODEL = 'compare';

/**
 * Sets two files side by side: the first gives bins, segments and overdispersion as a baseline does, the second is counted
 * over them in one pass. Memory is that of a baseline, however long the second file is.
 */
export async function compareFiles(
  first: string,
  second: string,
  mapping: Mapping | undefined,
  alarms: number,
): Promise<Comparison> {
  const model = mapping?.model ?? MODEL;
  const [a, b] = [await openSource(first, model, mapping), await openSource(second, model, mapping)];
  const baseline = await baselineOf(a, model, mapping);
  const counts = await FileCounts.of(b, baseline);
  const pairs = baseline.subjects.flatMap((subject) => subject.profiles.map((profile) => ({ subject, profile })));
  const policy = comparisonPolicy(
    pairs.map(({ subject }) => subject),
    alarms,
  );
  const levels = comparisonLevels(policy);
  const perTick = baseline.tick.kind === 'count' ? baseline.tick.events : 1;
  const ticks = Math.max(baseline.ticks, Math.ceil(counts.events / perTick));
  const rows = pairs.map(({ subject, profile }): ComparedRow => {
    const now = counts.of(subject.subject, profile.segment) ?? summed([], subject.psi_groups.length);
    const sides = { subject: subject.subject, a: sideOfProfile(profile), b: now };
    const distances = distancesOf(profile.counts, now.counts, subject);
    const reference = Reference.of(subject, profile);
    const compared = comparisonOf(reference, { ...sides, distances }, ticks, levels(subject.subject));
    return { ...compared, segment: profile.segment, importance: null, impact: null };
  });
  const side = (source: FileSource, events: number) =>
    ({ kind: 'file', name: nameOf(source), segment: '', from: null, to: null, events }) as const;
  return {
    model,
    baseline: baseline.digest,
    a: side(a, baseline.events),
    b: side(b, counts.events),
    alarms,
    alpha: policy.alpha,
    different: rows.some(({ different }) => different),
    subjects: rows.sort(byEffect),
    left_out: 0,
    segments: partsOf(baseline, counts),
    warnings: warningsOf(a, b, counts),
  };
}

async function baselineOf(source: FileSource, model: string, mapping: Mapping | undefined): Promise<Baseline> {
  async function* events() {
    for await (const page of source.pages()) yield page.events;
  }
  async function* labels() {
    for await (const page of source.pages()) yield page.labels;
  }
  return makeBaseline({
    model,
    model_version: '',
    made_from: nameOf(source),
    tick: defaultTick(await countRows(source.path)),
    segment_fields: mapping?.segment ?? [],
    events,
    labels: mapping?.label === undefined ? undefined : labels,
  });
}

function partsOf(baseline: Baseline, counts: FileCounts): readonly SegmentParts[] {
  const nothing = (subject: BaselineSubject) => subject.psi_groups.map(() => 0);
  return baseline.subjects.flatMap((subject) =>
    baseline.segment_fields.flatMap((field) => {
      const sides = subject.profiles.map(({ segment, counts: before }) => ({
        segment,
        before,
        now: counts.of(subject.subject, segment)?.counts ?? nothing(subject),
      }));
      const members = sides.filter(({ segment }) => segment.startsWith(`${field}=`));
      const parts = members.length === 0 ? [] : segmentShifts(sides[0]!, members, subject);
      return parts.length === 0 ? [] : [{ subject: subject.subject, field, parts }];
    }),
  );
}

function warningsOf(a: FileSource, b: FileSource, counts: FileCounts): readonly string[] {
  const warnings: string[] = [];
  if (a.digest === b.digest) warnings.push('both files have the same content');
  if (counts.rejected > 0) warnings.push(`${counts.rejected} rows of the second file could not be read`);
  return warnings;
}
