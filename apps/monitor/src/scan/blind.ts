import { defaultPolicy, scalesOf, type Baseline } from '@anchorwatch/detection';

export interface Blind {
  readonly detector: string;
  readonly reason: string;
}

/** What could not be watched with this file and baseline, and why: silence is only worth something beside it. */
export function blindSpots(baseline: Baseline, minimumEffective: number): readonly Blind[] {
  const blind: Blind[] = [];
  const has = (...roles: string[]) => baseline.subjects.some((subject) => roles.includes(subject.role));
  if (!has('feature')) blind.push({ detector: 'feature drift', reason: 'the file has no features' });
  if (!has('score', 'prediction label', 'prediction value'))
    blind.push({ detector: 'output shift', reason: 'no column is mapped to a prediction, score or value' });
  if (!has('truth')) blind.push({ detector: 'output shift: truth', reason: 'there are no labels in the baseline' });
  if (!has('latency')) blind.push({ detector: 'output shift: latency', reason: 'no column is mapped to latency_ms' });
  if (!has('feature pair'))
    blind.push({
      detector: 'feature drift: feature pairs',
      reason: 'no two features depend on each other, or the baseline has too few events to tell',
    });
  const together = 'it needs two numeric features that vary, and 400 events in the baseline';
  if (!has('reconstruction error')) blind.push({ detector: 'feature drift: reconstruction error', reason: together });
  if (!has('features together'))
    blind.push({ detector: 'feature drift: features together', reason: `${together}, in at most 50,000 ticks` });
  if (!has('embedding'))
    blind.push({
      detector: 'feature drift: embeddings',
      reason: 'no feature is a list of numbers in 200 events on which the baseline is fitted',
    });
  if (baseline.tick.kind === 'count')
    blind.push({
      detector: 'output shift: volume and silence',
      reason: 'ticks are counted in events; choose a tick by time',
    });
  return [...blind, ...tooDependent(baseline, minimumEffective)];
}

const ofInputs = ['feature', 'feature pair', 'reconstruction error', 'features together', 'embedding'];

/** Subjects of which no window, however large, holds enough effective events. */
function tooDependent(baseline: Baseline, minimumEffective: number): Blind[] {
  const largest = Math.max(...scalesOf(baseline.ticks, defaultPolicy.largest_window_ticks));
  const events = (baseline.events / Math.max(1, baseline.ticks)) * largest;
  return baseline.subjects.flatMap((subject) => {
    const profile = subject.profiles.find(({ segment }) => segment === '');
    // Windows are compared with their own hours where the baseline keeps them.
    const measured = (profile?.phases ?? profile)?.overdispersion.at(-1);
    if (!measured) return [];
    const many = subject.derived !== undefined && !subject.ordered;
    const parts = many ? [...measured.neyman, measured.chi2] : subject.ordered ? measured.neyman : [measured.chi2];
    const factor = Math.max(1, ...parts);
    if (events / factor >= minimumEffective) return [];
    const detector = `${ofInputs.includes(subject.role) ? 'feature drift' : 'output shift'}: ${subject.subject}`;
    const reason = `about ${factor.toFixed(0)} of its events count as one, so no window of this baseline holds ${minimumEffective} effective events; use a longer baseline`;
    return [{ detector, reason }];
  });
}
