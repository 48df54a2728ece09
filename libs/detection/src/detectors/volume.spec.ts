import { describe, expect, it } from '@jest/globals';
import { Judge } from '../judging/judge.js';
import { Levels } from '../budget/levels.js';
import { defaultPolicy, policyFor } from '../budget/policy.js';
import { volume, type VolumeAtScale } from './volume.js';
import { baselineOf, byTick, counted, eventAt, judged, uniform } from '../streams.fixture.js';

/** About 20 events a second, in random order of arrival within it. */
const traffic = (seed: number, from: number, seconds: number, rate: number) => {
  const u = uniform(seed);
  let offset = from * 1000;
  return Array.from({ length: seconds }, (_, second) =>
    Array.from({ length: Math.round(rate * (0.8 + 0.4 * u())) }, () =>
      eventAt(offset++, { event_time: (1000 + from + second) * 1000 }),
    ),
  ).flat();
};

describe('volume', () => {
  const expected: VolumeAtScale = { scale: 1, windows: 200, mean: 1_000, variance: 10_000, least: 800, most: 1_200 };
  const levelsOf = (tolerated: number): Levels =>
    new Levels({ ...defaultPolicy, alpha: 1e-4, tolerances: { ...defaultPolicy.tolerances, volume: tolerated } });
  const alarms = (events: number, tolerated: number) => {
    const { p_value, critical } = volume(events, expected, levelsOf(tolerated));
    const beyond = events < expected.mean ? events < critical : events > critical;
    expect(beyond).toBe(p_value <= 1e-4);
    return beyond;
  };

  it.each([
    ['half of it, by default', 500, 0, true],
    ['twice as much, by default', 2_000, 0, true],
    ['half of it, where that does not matter', 500, 1, false],
    ['twice as much, where that does not matter', 2_000, 1, false],
    ['a tenth, where half does not matter', 100, 1, true],
    ['thrice as much, where twice does not matter', 3_000, 1, true],
    ['silence, whatever does not matter', 0, 1.2, true],
  ])('calls %s by what people tolerate', (_, events, tolerated, expected) =>
    expect(alarms(events, tolerated)).toBe(expected),
  );

  it('finds silence and a flood, and neither in ordinary traffic', async () => {
    const baseline = await baselineOf(traffic(1, 0, 400, 20), { kind: 'time', ms: 1000 });
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 300 });
    const kinds = (events: ReturnType<typeof traffic>, until: number) => {
      const judge = new Judge({ baseline, feed: 'events', policy });
      const found = [...byTick(counted(baseline, events))].flatMap(
        ([tick, profiles]) => judge.take(tick, profiles).findings,
      );
      found.push(...judge.take(until, []).findings);
      return found
        .filter(({ tier }) => tier === 'alarm')
        .map(({ subject, kind, words }) => [subject, kind, words.slice(0, 20)]);
    };
    const ordinary = traffic(2, 500, 200, 20);
    expect(kinds(ordinary, 1700)).toEqual([]);
    expect(kinds(ordinary, 1730)).toEqual([['volume', 'silence', 'traffic is silent: n']]);
    expect(kinds([...ordinary, ...traffic(3, 700, 20, 60)], 1720)[0]!.slice(0, 2)).toEqual(['volume', 'volume']);
  });

  it('lets a flood go on, whatever peaks there are in it', async () => {
    const u = uniform(5);
    const uneven = Array.from({ length: 2_000 }, (_, second) => traffic(second, second, 1, 40 * u())).flat();
    const baseline = await baselineOf(uneven, { kind: 'time', ms: 1000 });
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 200 });
    const judge = new Judge({ baseline, feed: 'events', policy });
    const flood = Array.from({ length: 150 }, (_, k) => traffic(k, 3_000 + k, 1, k === 120 ? 200 : 40)).flat();
    const found = judged(judge, counted(baseline, flood)).flatMap(({ findings }) => findings);
    const alarms = found.filter(({ tier, subject }) => tier === 'alarm' && subject === 'volume');
    expect(alarms).toMatchObject([{ ended_at: null, scale: 32 }]);
  });
});
