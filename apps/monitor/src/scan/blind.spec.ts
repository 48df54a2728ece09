import type { Baseline, BaselineProfile, Overdispersion } from '@anchorwatch/detection';
import { describe, expect, it } from '@jest/globals';
import { blindSpots } from './blind.js';

const clustered = (factor: number): readonly Overdispersion[] => [
  { scale: 1, windows: 100, neyman: [factor], chi2: factor, shares: [], nulls: 1 },
];

/** A baseline of 6,400 events in its largest window, and of one number. */
function baselineWith(profile: Partial<BaselineProfile>): Baseline {
  const own = { segment: '', counts: [], nulls: 0, wrong_type: 0, overdispersion: clustered(1_000), ...profile };
  const subject = { subject: 'amount', role: 'feature', ordered: true, bins: { kind: 'quantile' }, profiles: [own] };
  return { events: 10_000, ticks: 100, tick: { kind: 'time' }, subjects: [subject] } as unknown as Baseline;
}
const named = (baseline: Baseline) => blindSpots(baseline, 40).map(({ detector }) => detector);

describe('what a scan cannot see', () => {
  it('is a subject of which no window holds enough effective events, by its own hours where they are kept', () => {
    expect(named(baselineWith({}))).toContain('feature drift: amount');
    const phases = { season: 'day', groups: [], counts: [], overdispersion: clustered(2), oddities: false } as const;
    expect(named(baselineWith({ phases }))).not.toContain('feature drift: amount');
  });
});
