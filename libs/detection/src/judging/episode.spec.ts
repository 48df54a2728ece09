import { describe, expect, it } from '@jest/globals';
import { Judge } from './judge.js';
import { policyFor } from '../budget/policy.js';
import { baselineOf, counted, eventAt, judged, normal } from '../streams.fixture.js';

const rows = 6000;
/** A deviation of which less and less is left. */
const fading = [0, 1, 0.3, 1, 0.2, 0];

function stream(seed: number, from: number, shifts: readonly number[]) {
  const z = normal(seed);
  const stretch = rows / shifts.length;
  return Array.from({ length: rows }, (_, k) =>
    eventAt(from + k, { features: { x: z() + shifts[Math.floor(k / stretch)]! } }),
  );
}

describe('an episode', () => {
  it('ends at the same time however the records were dealt to partitions', async () => {
    const baseline = await baselineOf(stream(1, 0, [0]));
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: rows / 20 });
    let ended = 0;
    for (const seed of [2, 3, 4, 5, 6, 7, 8, 9]) {
      const profiles = counted(baseline, stream(seed, rows, fading));
      const ends = (offsetsAsOf: (first: number) => number) =>
        judged(
          new Judge({ baseline, feed: 'events', policy }),
          profiles.map((profile) => ({ ...profile, first_offset: offsetsAsOf(profile.first_offset) })),
        ).flatMap(({ findings }) => findings.flatMap(({ id, ended_at }) => (ended_at ? [[id, ended_at.time]] : [])));
      const whole = ends((first) => first);
      ended += whole.length;
      // The first record of a tick may be the first of all in a partition that gets few.
      expect(ends(() => 0)).toEqual(whole);
    }
    expect(ended).toBeGreaterThan(8);
  });
});
