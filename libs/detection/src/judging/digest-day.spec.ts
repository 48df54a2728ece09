import { describe, expect, it } from '@jest/globals';
import { DigestDay } from './digest-day.js';
import type { Finding } from './finding.js';
import { Judge } from './judge.js';
import { policyFor } from '../budget/policy.js';
import { baselineOf, byTick, counted, eventAt, normal } from '../streams.fixture.js';

const finding = (scale: number) => ({ scale, subject: `of ${scale}` }) as unknown as Finding;

describe('the digest of a day', () => {
  const noted = (p_values: Readonly<Record<string, number>>) => {
    const day = new DigestDay({ kind: 'time', ms: 60_000 });
    day.begin(0);
    for (const [series, p] of Object.entries(p_values)) day.note(series, 8, p, 10, () => finding(8));
    return day;
  };

  it('lists what is surprising beside everything that was looked at', () => {
    const p = { a: 1e-5, b: 4e-4, c: 6e-4, d: 0.5 };
    expect([...noted(p).close(4).keys()]).toEqual(['a', 'b', 'c']);
    // The same among ten thousand series would be chance.
    expect([...noted(p).close(10_000).keys()]).toEqual([]);
  });

  it('goes by the last look at each length, and by the shorter of two equal ones', () => {
    const day = noted({ a: 1e-9 });
    day.note('a', 8, 0.3, 10, () => finding(8));
    expect([...day.close(1)]).toEqual([]);
    for (const scale of [32, 16]) day.note('a', scale, 1e-6, 10, () => finding(scale));
    expect([...day.close(1).values()]).toEqual([finding(16)]);
  });

  it('lists nothing where ticks are counted in events, which have no days', () => {
    const day = new DigestDay({ kind: 'count', events: 20 });
    day.begin(0);
    day.note('a', 8, 1e-12, 10, () => finding(8));
    expect(day.endsBefore(1e6)).toBe(false);
    expect([...day.close(1)]).toEqual([]);
  });

  it('begins anew with midnight', () => {
    const day = noted({ a: 1e-9 });
    expect([day.endsBefore(1439), day.endsBefore(1440)]).toEqual([false, true]);
    day.close(1);
    day.begin(1440);
    expect([...day.close(1)]).toEqual([]);
  });
});

describe('a judge with a slow, weak change', () => {
  const shifted = (from: number, count: number, seed: number, shift: number) => {
    const z = normal(seed);
    return Array.from({ length: count }, (_, k) =>
      eventAt(from + k, { event_time: (from + k) * 30_000, features: { distance: z() + shift } }),
    );
  };

  it('lists it once in a digest, goes on from a restart, and says when it was over', async () => {
    const baseline = await baselineOf(shifted(0, 12_800, 3, 0), { kind: 'time', ms: 600_000 });
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 1e-6, ticks: 2000 });
    const live = [...shifted(12_800, 9_000, 5, 0.09), ...shifted(21_800, 24_000, 6, 0)];
    const ticks = [...byTick(counted(baseline, live))];
    const listed = async (cut: number) => {
      let judge = new Judge({ baseline, feed: 'events', policy });
      const found: Finding[] = [];
      for (const [at, [tick, profiles]] of ticks.entries()) {
        if (at === cut) {
          const judgement = judge.judgement();
          const from = judge.needsFrom(judgement);
          judge = new Judge({ baseline, feed: 'events', policy });
          const known = ticks.filter(([former]) => former >= from && former < tick);
          await judge.restore(
            judgement,
            known.map(([former, of]) => ({ tick: former, profiles: of })),
          );
        }
        found.push(...judge.take(tick, profiles).findings.filter(({ subject }) => subject === 'distance'));
      }
      return found;
    };
    const found = await listed(-1);
    expect(found.map(({ tier, ended_at }) => [tier, ended_at === null])).toEqual([
      ['digest', true],
      ['digest', false],
    ]);
    expect(found[0]!.raised_at.event).toBeLessThan(21_800);
    expect(found[1]!.id).toBe(found[0]!.id);
    for (const cut of [200, 431, 432, 500, 700]) expect(await listed(cut)).toEqual(found);
  });
});
