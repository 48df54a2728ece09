import { binLabels, binShifts, ksPlace, type Baseline, type DetectionStore } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { ksFromCounts } from '@anchorwatch/stats';

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

/**
 * Counts of one subject in [from, to) of event time beside its baseline, over the baseline's bins, with the parts of the PSI
 * and the place of the KS distance. Without a range, the last hour of ticks that were judged.
 */
export async function distributionOf(store: DetectionStore, register: RegisteredModel | undefined, asked: Asked) {
  const baseline = await baselineOf(store, register, asked);
  if (!baseline) return undefined;
  const subject = baseline.subjects.find((candidate) => candidate.subject === asked.subject)!;
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
  const current = reference.counts.map((_, bin) => sum?.counts[bin] ?? 0);
  const n = current.reduce((total, count) => total + count, 0);
  const psi_parts = binShifts(reference.counts, current, subject);
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
    reference: reference.counts,
    current,
    reference_nulls: reference.nulls,
    current_nulls: sum?.nulls ?? 0,
    current_wrong_type: sum?.wrong_type ?? 0,
    n,
    psi: n > 0 ? psi_parts.reduce((total, { psi }) => total + psi, 0) : null,
    ks: n > 0 && subject.ordered ? ksFromCounts(reference.counts, current) : null,
    psi_parts,
    ks_at: ksPlace(reference.counts, current, subject) ?? null,
  };
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
