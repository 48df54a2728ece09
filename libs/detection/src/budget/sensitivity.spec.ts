import { describe, expect, it } from '@jest/globals';
import { policyFor } from './policy.js';
import { sensitivityOf } from './sensitivity.js';
import { baselineOf, eventAt, findingsOf, normal } from '../streams.fixture.js';

function stream(seed: number, from: number, count: number, shift = 0) {
  const z = normal(seed);
  return Array.from({ length: count }, (_, k) => eventAt(from + k, { features: { distance: z() + shift } }));
}

describe('what a window can see', () => {
  it('is smaller for longer windows, and grows with the tolerance', async () => {
    const baseline = await baselineOf(stream(1, 0, 10_000));
    const budget = { baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 500 } as const;
    const seen = (component: number) =>
      sensitivityOf(
        baseline,
        'events',
        policyFor(budget, { subject_tolerances: { distance: { component } } }),
        'distance',
      );
    const shifts = seen(0).flatMap(({ smallest_shift }) => smallest_shift ?? []);
    expect(shifts.length).toBeGreaterThan(4);
    expect(shifts).toEqual([...shifts].sort((a, b) => b - a));
    expect(seen(0)[0]).toMatchObject({ scale: 1, n: 20, smallest_shift: null });
    expect(seen(0.1).at(-1)!.smallest_shift).toBeCloseTo(shifts.at(-1)! + 0.1, 12);
  });

  it('is what is found: in nine of ten streams by then, and hardly at half of it', async () => {
    const baseline = await baselineOf(stream(1, 0, 10_000));
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 32 });
    const window = sensitivityOf(baseline, 'events', policy, 'distance').find(({ scale }) => scale === 32)!;
    const found = (shift: number) =>
      Array.from({ length: 30 }, (_, k) => findingsOf(baseline, policy, stream(100 + k, 10_000, 640, shift))).filter(
        (findings) => findings.some(({ tier }) => tier === 'alarm'),
      ).length;
    expect(found(window.smallest_shift!)).toBeGreaterThanOrEqual(24);
    expect(found(window.smallest_shift! / 2)).toBeLessThanOrEqual(6);
  });
});
