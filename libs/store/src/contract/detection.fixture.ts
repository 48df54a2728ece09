import type { Baseline, Finding, PerformanceRow, Profile, Progress, Verdict } from '@anchorwatch/detection';

export function baseline(fields: Partial<Baseline> = {}): Baseline {
  const counts = { segment: '', counts: [4, 5, 6], nulls: 1, wrong_type: 0, overdispersion: [] };
  return {
    format: 'anchorwatch-baseline-1',
    digest: 'digest',
    model: 'fraud',
    model_version: '1',
    made_from: 'a file with "quotes" and é',
    events: 16,
    ticks: 4,
    tick: { kind: 'time', ms: 60_000 },
    from: 0,
    to: 240_000,
    segment_fields: [],
    segments: [],
    subjects: [
      {
        subject: 'amount',
        role: 'feature',
        bins: { kind: 'quantile', edges: [0.1, 1e300] },
        ordered: true,
        psi_groups: [0, 1, 2],
        mean: 0.5,
        sd: 0.1,
        profiles: [counts],
      },
    ],
    volume: [{ segment: '', scales: [{ scale: 1, windows: 4, mean: 4, variance: 0.5, least: 3, most: 5 }] }],
    ...fields,
  };
}

export function profile(fields: Partial<Profile> = {}): Profile {
  return {
    model: 'fraud',
    baseline: 'digest',
    tick: 1,
    topic: 'inference.events',
    partition: 0,
    segment: '',
    subject: 'amount',
    counts: [1, 2, 3],
    nulls: 1,
    wrong_type: 2,
    nans: 3,
    infinities: 4,
    below: 5,
    above: 6,
    first_offset: 10,
    last_offset: 20,
    first_time: 5,
    last_time: 9,
    ...fields,
  };
}

export function progress(fields: Partial<Progress> = {}): Progress {
  return {
    topic: 'inference.events',
    partition: 0,
    position: 7,
    resume_offset: 3,
    closed_below: { 'fraud digest': 4 },
    late: {},
    repeated: { 'fraud digest': 2 },
    watermark: 981_201_600_000,
    recorded_at: 5,
    ...fields,
  };
}

export function verdict(fields: Partial<Verdict> = {}): Verdict {
  return {
    model: 'fraud',
    model_version: '1',
    baseline: 'digest',
    detector: 'feature drift',
    subject: 'amount',
    role: 'feature',
    segment: '',
    scale: 1,
    tick: 2,
    window_from: 0,
    window_to: 60_000,
    first_offset: 0,
    last_offset: 9,
    n: 10,
    n_effective: 0.1 + 0.2,
    insufficient: false,
    psi: 0.1,
    psi_noise: 0.2,
    psi_critical: 0.3,
    ks: 0.4,
    ks_p_value: 1e-300,
    ks_critical: 0.5,
    jensen_shannon: 0.6,
    hellinger: 0.7,
    wasserstein: 0.8,
    wasserstein_units: 12.5,
    null_share: 0,
    wrong_type_share: 0.01,
    nan_share: 0.02,
    infinite_share: 0.03,
    new_share: 1,
    below_share: 0.04,
    above_share: 0.05,
    tests: [{ statistic: "share:D'E", value: NaN, p_value: 0.5, critical: Infinity }],
    alpha: 0.001,
    cost: 0.01325,
    p_value: 0.5,
    alarm: true,
    words: 'higher by 0.41 sd, wider',
    ...fields,
  };
}

export function finding(fields: Partial<Finding> = {}): Finding {
  const evidence = { current: [1], reference: [2], bins: ['NEW'], psi: 0.1, ks: 0.2, nulls: 0 };
  return {
    id: 'finding',
    detector: 'output shift',
    kind: 'drift',
    tier: 'alarm',
    model: 'fraud',
    model_version: '1',
    baseline: 'digest',
    subject: 'score',
    role: 'score',
    segment: '',
    principals: ["o'neil", ''],
    statistic: 'ks',
    value: 0.5,
    critical: 0.25,
    p_value: 0,
    n: 10,
    n_effective: 5,
    window: { first_event: 0, last_event: 9, from: 0, to: 60_000 },
    raised_at: { event: 7, time: 70_000 },
    ended_at: null,
    tick: 2,
    scale: 1,
    tests: verdict().tests,
    evidence,
    words: 'higher',
    ...fields,
  };
}

export function performanceRow(changes: Partial<PerformanceRow> = {}): PerformanceRow {
  return {
    model: 'fraud',
    model_version: '1',
    baseline: 'digest',
    metric: 'accuracy',
    segment: '',
    tick: 5,
    ticks: 4,
    window_from: 10,
    window_to: 50,
    first_offset: 3,
    last_offset: 8,
    n: 1200,
    reference: 0.92,
    estimated: { value: 0.91, low: 0.89, high: 0.93 },
    reliable: true,
    reason: '',
    realised: null,
    labelled: 0,
    unmatched: 0,
    settled: false,
    ...changes,
  };
}
