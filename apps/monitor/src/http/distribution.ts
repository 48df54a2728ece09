import {
  binLabels,
  binShifts,
  expectedOf,
  ksPlace,
  type Baseline,
  type BaselineProfile,
  type BaselineSubject,
  type DetectionStore,
  type Summed,
} from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { invalid } from './errors.js';

interface Asked {
  readonly subject: string;
  readonly segment: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Digest; the newest promoted one that knows the subject when undefined. */
  readonly baseline: string | undefined;
}

/** How many ticks are shown when nobody says from when. */
const LAST_TICKS = 60;
/** How many are read one by one, where each is compared with its own hours. */
const MOST_TICKS = 20_000;

/**
 * Counts of one subject in [from, to) of event time beside its baseline, over the baseline's bins, with the parts of the PSI
 * and the place of the KS distance. The reference is what the judge compares with: the window's own hours where the
 * baseline keeps phases. Without a range, the last hour of ticks that were judged.
 */
export async function distributionOf(store: DetectionStore, register: RegisteredModel | undefined, asked: Asked) {
  const baseline = await baselineOf(store, register, asked);
  if (!baseline) return undefined;
  const subject = baseline.subjects.find((candidate) => candidate.subject === asked.subject)!;
  // Sums over points have no bins that could be drawn.
  if (subject.bins.kind === 'sums') return undefined;
  const reference = subject.profiles.find((profile) => profile.segment === asked.segment);
  if (!reference) return undefined;
  const feed = subject.role === 'truth' ? 'labels' : 'events';
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  const judged = await store.judgement(baseline.model, baseline.digest, feed);
  const to = asked.to === undefined ? (judged?.tick ?? -1) + 1 : Math.ceil(asked.to / tickMs);
  const from = asked.from === undefined ? to - LAST_TICKS : Math.floor(asked.from / tickMs);
  const range = { from, to, subject: asked.subject };
  const sums = await store.summedProfiles(baseline.model, baseline.digest, range);
  const sum = sums.find(({ segment }) => segment === asked.segment);
  const expected = await expectedIn(store, baseline, subject, reference, range, sum);
  const current = reference.counts.map((_, bin) => sum?.counts[bin] ?? 0);
  const n = current.reduce((total, count) => total + count, 0);
  const psi_parts = binShifts(expected.counts, current, subject);
  const ks_at = ksPlace(expected.counts, current, subject) ?? null;
  const labels = binLabels(subject);
  const edges = subject.bins.kind === 'quantile' ? subject.bins.edges : [];
  return {
    subject: asked.subject,
    segment: asked.segment,
    baseline: baseline.digest,
    from: from * tickMs,
    to: to * tickMs,
    ordered: subject.ordered,
    bins: labels.map((label, bin) => ({
      label,
      lower: edges[bin - 1] ?? null,
      upper: edges[bin] ?? null,
    })),
    // Counts of a mix of hours are seldom whole; a hundredth is enough to be shown.
    reference: expected.counts.map((count) => Math.round(count * 100) / 100),
    season: expected.season,
    margins: expected.margins,
    current,
    reference_nulls: Math.round(expected.nulls * 100) / 100,
    current_nulls: sum?.nulls ?? 0,
    current_wrong_type: sum?.wrong_type ?? 0,
    current_nans: sum?.nans ?? 0,
    current_infinities: sum?.infinities ?? 0,
    current_below: sum?.below ?? 0,
    current_above: sum?.above ?? 0,
    n,
    psi: n > 0 ? psi_parts.reduce((total, { psi }) => total + psi, 0) : null,
    ks: ks_at && Math.abs(ks_at.difference),
    psi_parts,
    ks_at,
  };
}

/** What the judge compares these ticks with, which `sum` holds together. */
async function expectedIn(
  store: DetectionStore,
  baseline: Baseline,
  subject: BaselineSubject,
  reference: BaselineProfile,
  range: { readonly from: number; readonly to: number; readonly subject: string },
  sum: Summed | undefined,
) {
  const summed = sum === undefined ? [] : [{ ...sum, tick: range.from }];
  if (reference.phases === undefined) return expectedOf(baseline, subject, reference, summed);
  if (range.to - range.from > MOST_TICKS)
    throw invalid([{ field: 'from', reason: `expected at most ${MOST_TICKS} ticks before to` }]);
  const { segment } = reference;
  const ticks = await store.mergedProfiles(baseline.model, baseline.digest, { ...range, segment });
  return expectedOf(baseline, subject, reference, ticks);
}

/** The one that was named, else the newest promoted one; either must know the subject. */
async function baselineOf(
  store: DetectionStore,
  register: RegisteredModel | undefined,
  { subject, baseline }: Asked,
): Promise<Baseline | undefined> {
  const promoted = (register?.promotions ?? []).map(({ digest }) => digest).reverse();
  for (const digest of baseline === undefined ? promoted : promoted.filter((one) => one === baseline)) {
    const found = await store.baseline(digest);
    if (found?.subjects.some((candidate) => candidate.subject === subject)) return found;
  }
  return undefined;
}
