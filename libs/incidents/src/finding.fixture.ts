import type { Finding } from '@anchorwatch/detection';

export const HOUR = 3600 * 1000;

/** A finding as detection emits it, with what a test says otherwise. `at` is the event time in hours. */
export function findingOf(
  change: Partial<Omit<Finding, 'evidence'>> & {
    readonly evidence?: Partial<Finding['evidence']>;
    readonly at?: number;
  } = {},
): Finding {
  const { at = 0, evidence, ...rest } = change;
  const role = rest.role ?? 'feature';
  const subject = rest.subject ?? (role === 'feature' ? 'distance' : role);
  return {
    id: `${subject}-${rest.segment ?? ''}-${at}`,
    detector: role === 'feature' || role === 'feature pair' ? 'feature drift' : 'output shift',
    kind: 'drift',
    tier: 'alarm',
    model: 'late-arrivals',
    model_version: '1',
    baseline: 'b1',
    subject,
    role,
    segment: '',
    principals: [],
    statistic: 'ks',
    value: 0.1,
    critical: 0.09,
    p_value: 1e-9,
    n: 1000,
    n_effective: 800,
    window: { first_event: 0, last_event: 999, from: at * HOUR - HOUR, to: at * HOUR },
    raised_at: { event: 999, time: at * HOUR },
    ended_at: null,
    tick: at,
    scale: 8,
    tests: [],
    words: `${subject}${rest.segment ? ` where ${rest.segment}` : ''} is higher by 0.41 sd (KS 0.1, critical 0.09; PSI 0.1, noise up to 0.02; n 1000, effective 800)`,
    ...rest,
    evidence: { current: [], reference: [], bins: [], psi: 0.1, ks: 0.1, nulls: 0, ...evidence },
  };
}

const EDGES = [100, 200, 300, 400, 500, 600, 800, 1000, 1300, 1600];

/** Counts of an exponential distribution with mean 500 over fixed bins, and of the same values times `factor`. */
export function scaledEvidence(factor: number, psi = 0.8): Partial<Finding['evidence']> {
  const below = (x: number, mean: number) => 1 - Math.exp(-x / mean);
  const counts = (mean: number) => {
    const cumulative = [0, ...EDGES.map((edge) => below(edge, mean)), 1];
    return cumulative.slice(1).map((share, k) => Math.round(100_000 * (share - cumulative[k]!)));
  };
  const bins = ['below 100', ...EDGES.slice(1).map((edge, k) => `${EDGES[k]} to ${edge}`), '1600 and more'];
  return { bins, reference: counts(500), current: counts(500 * factor), psi, ks: 0.25 };
}
