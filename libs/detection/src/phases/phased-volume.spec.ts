import { describe, expect, it } from '@jest/globals';
import { Judge } from '../judging/judge.js';
import { policyFor } from '../budget/policy.js';
import { baselineOf, byTick, counted, eventAt, uniform } from '../streams.fixture.js';

const hour = 3_600_000;

/** Events an hour: 100 by day, 5 by night, half as many on the fifth day when asked; none from an hour on when asked. */
function traffic(seed: number, from: number, days: number, { silentFrom = Infinity, floodAt = -1 } = {}) {
  const u = uniform(seed);
  let offset = from * 5000;
  return Array.from({ length: days * 24 }, (_, k) => {
    const at = from * 24 + k;
    const usual = at % 24 >= 7 && at % 24 < 21 ? 100 : 5;
    const times = at >= silentFrom ? 0 : at === floodAt ? 20 : 1;
    const count = Math.round(usual * times * (0.85 + 0.3 * u()));
    return Array.from({ length: count }, (_, n) =>
      eventAt(offset++, { event_time: at * hour + Math.floor((n * hour) / count) }),
    );
  }).flat();
}

describe('volume by phase', () => {
  const found = async (events: ReturnType<typeof traffic>, until: number) => {
    const baseline = await baselineOf(traffic(1, 0, 14), { kind: 'time', ms: hour });
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 100 });
    const judge = new Judge({ baseline, feed: 'events', policy });
    const findings = [...byTick(counted(baseline, events))].flatMap(([tick, of]) => judge.take(tick, of).findings);
    if (events.at(-1)!.event.event_time < until * hour) findings.push(...judge.take(until, []).findings);
    return {
      baseline,
      alarms: findings.filter(
        ({ tier, subject, ended_at }) => tier === 'alarm' && subject === 'volume' && ended_at === null,
      ),
    };
  };

  it('keeps hours where they explain traffic, and takes no night for silence', async () => {
    const { baseline, alarms } = await found(traffic(2, 14, 3), 0);
    const { phases } = baseline.volume[0]!;
    expect(phases!.season).toBe('day');
    expect(phases!.means[3]).toBeCloseTo(5, 0);
    expect(phases!.means[12]! / 100).toBeCloseTo(1, 1);
    expect(alarms).toEqual([]);
  });

  it('finds silence by day within hours, which at night is no news', async () => {
    const { alarms } = await found(traffic(2, 14, 2, { silentFrom: 15 * 24 + 10 }), 15 * 24 + 13);
    expect(alarms.map(({ kind }) => kind)).toEqual(['silence']);
    expect(alarms[0]!.raised_at.time).toBeLessThanOrEqual((15 * 24 + 11) * hour);
    expect(alarms[0]!.words).toMatch(/^traffic is silent: no events, usually \d+ to \d+$/);
    const night = await found(traffic(2, 14, 2, { silentFrom: 15 * 24 + 22 }), 16 * 24 + 1);
    expect(night.alarms).toEqual([]);
  });

  it('finds a flood at night that would be little by day', async () => {
    const { alarms } = await found(traffic(2, 14, 2, { floodAt: 15 * 24 + 2 }), 0);
    expect(alarms.map(({ kind }) => kind)).toEqual(['volume']);
    expect(alarms[0]!.evidence.reference[0]).toBeCloseTo(5, 0);
  });
});
