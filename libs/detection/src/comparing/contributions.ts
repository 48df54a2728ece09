import { effectsOf } from '../verdicts/effects.js';
import { segmentShifts, type SegmentShift, type SegmentSides } from './explain-segments.js';
import { binShifts, mostMoved, type BinShift } from './explain.js';
import { Levels } from '../budget/levels.js';
import type { Evidence } from '../judging/make-finding.js';
import { defaultPolicy } from '../budget/policy.js';
import type { Reference } from '../references/reference.js';
import type { SeriesBook } from '../judging/series-book.js';
import type { Series } from '../judging/series.js';
import type { WindowCounts } from '../windows/window.js';

/** A segment's part of the PSI of the whole traffic. */
export interface SegmentPart extends SegmentShift {
  /** The parts of one field add up to the PSI. */
  readonly field: string;
}

/** A feature that moved in the same window. */
export interface FeatureShift {
  readonly subject: string;
  readonly psi: number;
  /** 95 % of what noise alone would give. */
  readonly psi_noise: number;
}

/** A window of a subject with bins, beside what it is compared with. */
export interface ComparedWindow {
  readonly window: WindowCounts;
  readonly reference: Reference;
}

type Sides = Pick<SegmentSides, 'before' | 'now'>;

/** At most so many of each: what a person reads. */
const most = 5;
/** Parts below this share of the PSI are left out. */
const leastShare = 0.01;
/** What noise gives does not depend on the budget. */
const levels = new Levels({ ...defaultPolicy, alpha: 1 });

/**
 * What a finding on the window of `scale` ticks that ends with the last tick shows: its counts, and where the deviation comes
 * from. A function of the counts alone, so that a judge that was restored says the same.
 */
export function evidenceOf(book: SeriesBook, series: Series, scale: number): Evidence {
  const shown = series.evidence(scale);
  const compared = series.compared(scale);
  return {
    ...shown,
    moved: compared === undefined ? [] : binsOf(compared),
    segments: compared === undefined ? [] : segmentsOf(book, series, scale, compared),
    features: featuresOf(book, series, scale),
  };
}

/** Of a pair of features: cells beside what the window's own margins lead to expect. */
function binsOf({ window, reference }: ComparedWindow): readonly BinShift[] {
  const expected = reference.dependence?.of(window).expected ?? reference.counts;
  return mostMoved(binShifts(expected, window.counts, reference.subject), most).map((shift) => ({
    bin: shift.bin,
    before: rounded(shift.before),
    now: rounded(shift.now),
    psi: rounded(shift.psi),
  }));
}

/**
 * Only the whole traffic can be divided, where it is compared with the whole baseline (beside its own hours a window has no
 * segments that add up to it), and only over fields of which every segment still knows the whole window.
 */
function segmentsOf(
  book: SeriesBook,
  { segment, subject }: Series,
  scale: number,
  { window, reference }: ComparedWindow,
): readonly SegmentPart[] {
  if (segment !== '' || reference.profile.phases !== undefined || reference.subject.derived !== undefined) return [];
  const whole = { before: Array.from(reference.counts), now: Array.from(window.counts) };
  const { psi } = effectsOf(window, reference, levels);
  const parts = book.segmentFields.flatMap((field) => {
    const names = [...book.ends.keys()].filter((name) => name.startsWith(`${field}=`));
    const sides = names.map((name) => ({ name, found: book.of(name, subject)?.compared(scale) }));
    const members = sides.flatMap(({ name, found }) =>
      found === undefined
        ? []
        : [{ segment: name, before: Array.from(found.reference.pooled.counts), now: Array.from(found.window.counts) }],
    );
    if (members.length === 0 || members.length < names.length) return [];
    const shifts = segmentShifts(whole, members, reference.subject);
    // Where every event has a segment, the rest is the pseudo-count of the PSI and nothing to be told of.
    const known = isWhole(whole, members) ? shifts.filter(({ segment: name }) => name !== '') : shifts;
    return known.map((part) => ({
      field,
      segment: part.segment,
      within: rounded(part.within),
      mix: rounded(part.mix),
    }));
  });
  return parts
    .filter((part) => sizeOf(part) >= leastShare * psi && sizeOf(part) > 0)
    .sort((one, other) => sizeOf(other) - sizeOf(one))
    .slice(0, most);
}

function isWhole(whole: Sides, members: readonly Sides[]): boolean {
  const events = ({ before, now }: Sides): number => [...before, ...now].reduce((sum, count) => sum + count, 0);
  return members.reduce((sum, member) => sum + events(member), 0) >= events(whole);
}

/** Answers, and what features do together, move because features do: those that moved beyond noise, in the same segment. */
function featuresOf(book: SeriesBook, series: Series, scale: number): readonly FeatureShift[] {
  if (series.role === undefined || ['feature', 'embedding', 'feature pair'].includes(series.role)) return [];
  const shifts: FeatureShift[] = [];
  for (const one of book.all()) {
    if (one.role !== 'feature' || one.segment !== series.segment) continue;
    if (series.members.length > 0 && !series.members.includes(one.subject)) continue;
    const compared = one.compared(scale);
    if (compared === undefined) continue;
    const { psi, psi_noise } = effectsOf(compared.window, compared.reference, levels);
    if (psi > psi_noise) shifts.push({ subject: one.subject, psi: rounded(psi), psi_noise: rounded(psi_noise) });
  }
  return shifts.sort((one, other) => other.psi - one.psi || (one.subject < other.subject ? -1 : 1)).slice(0, most);
}

function sizeOf({ within, mix }: SegmentShift): number {
  return Math.abs(within + mix);
}

/** Six digits are what a person and a comparison need. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
