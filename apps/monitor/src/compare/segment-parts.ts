import { segmentShifts, type Baseline, type DetectionStore, type Stretch } from '@anchorwatch/detection';
import type { ComparedRow, SegmentParts } from './comparison.js';

/** Subjects whose PSI is divided over segments: the first ones, which moved most. */
const MOST_SUBJECTS = 20;

/** How much of each PSI comes from which segment; only whole traffic can be divided. */
export async function segmentParts(
  store: DetectionStore,
  baseline: Baseline,
  rows: readonly ComparedRow[],
  a: Stretch | undefined,
  b: Stretch,
): Promise<readonly SegmentParts[]> {
  const whole = b.segment === '' && (a === undefined || a.segment === '');
  if (!whole || baseline.segments.length === 0) return [];
  const before = a === undefined ? ofBaseline(baseline) : await stored(store, baseline, a, rows);
  const now = await stored(store, baseline, b, rows);
  return rows.slice(0, MOST_SUBJECTS).flatMap((row) => {
    const subject = baseline.subjects.find((one) => one.subject === row.subject)!;
    // Beside its own hours a window has no segments that add up to the whole.
    const phased = a === undefined && subject.profiles.some(({ phases }) => phases !== undefined);
    if (subject.role === 'truth' || subject.derived !== undefined || phased) return [];
    const nothing = subject.psi_groups.map(() => 0);
    const counts = (of: Counts, segment: string) => of(row.subject, segment) ?? nothing;
    const all = { before: counts(before, ''), now: counts(now, '') };
    return baseline.segment_fields.flatMap((field) => {
      const sides = baseline.segments
        .filter((segment) => segment.startsWith(`${field}=`))
        .map((segment) => ({ segment, before: counts(before, segment), now: counts(now, segment) }));
      const parts = sides.length === 0 ? [] : segmentShifts(all, sides, subject);
      return parts.length === 0 ? [] : [{ subject: row.subject, field, parts }];
    });
  });
}

/** Counts of a subject in a segment. */
type Counts = (subject: string, segment: string) => readonly number[] | undefined;

function ofBaseline({ subjects }: Baseline): Counts {
  return (subject, segment) =>
    subjects.find((one) => one.subject === subject)?.profiles.find((profile) => profile.segment === segment)?.counts;
}

async function stored(
  store: DetectionStore,
  { model, digest }: Baseline,
  { from, to }: Stretch,
  rows: readonly ComparedRow[],
): Promise<Counts> {
  const [only] = rows;
  const range = { from, to, ...(rows.length === 1 ? { subject: only!.subject } : {}) };
  const sums = await store.summedProfiles(model, digest, range);
  const places = new Map(sums.map(({ subject, segment, counts }) => [JSON.stringify([subject, segment]), counts]));
  return (subject, segment) => places.get(JSON.stringify([subject, segment]));
}
