import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, toArray } from 'rxjs';
import { Judge } from '../judging/judge.js';
import { chernoffPValue } from '@anchorwatch/stats';
import { alphaOf, costOf, policyFor, scalesOf, statisticsOf, testsPerTick } from './policy.js';
import { rateBounds } from '../references/reference.js';
import { baselineOf, byTick, counted, eventAt, judged, normal, uniform } from '../streams.fixture.js';
import { watch } from '../judging/watch.js';

const stream = (count: number) => {
  const z = normal(4);
  return Array.from({ length: count }, (_, k) => eventAt(k, { features: { distance: z() } }));
};

describe('the alarm budget', () => {
  it('divides the alarms among the tests', () => {
    expect(alphaOf({ alarms: 1, tests: 1e6 })).toBe(1e-6);
    expect(alphaOf({ alarms: 5, tests: 1 })).toBe(0.05);
    expect(() => alphaOf({ alarms: 0, tests: 10 })).toThrow('above 0');
  });

  it('never promises less than the judge tests', async () => {
    const events = stream(3000);
    const baseline = await baselineOf(events.slice(0, 2000), { kind: 'time', ms: 1000 });
    const policy = policyFor({ baseline, feed: 'events', alarms_per_week: 1 });
    expect(policy.alpha).toBeCloseTo(1 / (testsPerTick(baseline, 'events') * 604_800), 15);
    const judge = new Judge({ baseline, feed: 'events', policy });
    const ticks = [...byTick(counted(baseline, events.slice(2000)))].map(([tick, profiles]) => ({ tick, profiles }));
    const said = await lastValueFrom(watch(from(ticks), judge, () => Promise.resolve()).pipe(toArray()));
    const tests = said.flatMap(({ verdicts }) => verdicts).reduce((sum, verdict) => sum + verdict.tests.length, 0);
    expect(tests).toBeGreaterThan(0);
    expect(tests / ticks.length).toBeLessThanOrEqual(testsPerTick(baseline, 'events', policy));
  });

  it('asks for a number of ticks where ticks are counted in events', async () => {
    const baseline = await baselineOf(stream(200));
    expect(() => policyFor({ baseline, feed: 'events', alarms_per_week: 1 })).toThrow('needs a budget per scan');
  });

  it('looks at windows up to .64 of the baseline, at least 8 ticks', () => {
    expect(scalesOf(100, 4096)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(scalesOf(3, 4096)).toEqual([1, 2, 4, 8]);
    expect(scalesOf(1e6, 16)).toEqual([1, 2, 4, 8, 16]);
  });
});

describe('the price of a test', () => {
  it('is a quarter for what the baseline hardly has, also in the p-value of a verdict', async () => {
    const events = stream(3000).map((stored, k) =>
      k >= 2500 && k % 4 === 0 ? eventAt(k, { features: { distance: null } }) : stored,
    );
    const baseline = await baselineOf(events.slice(0, 2000));
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 50 });
    const judge = new Judge({ baseline, feed: 'events', policy });
    const tests = judged(judge, counted(baseline, events.slice(2000)))
      .flatMap(({ verdicts }) => verdicts)
      .filter(({ scale, n, null_share }) => scale === 1 && n === 15 && null_share === 0.25)
      .map((verdict) => verdict.tests.find(({ statistic }) => statistic === 'nulls')!);
    const { upper } = rateBounds(0, 2000, 1);
    expect(tests.length).toBeGreaterThan(10);
    for (const { p_value } of tests) expect(p_value / chernoffPValue(5, 20, upper)).toBeCloseTo(4, 9);
    expect(costOf(['v1', 'nulls', 'nulls', 'new'])).toBe(1.75);
  });

  it('is not paid thrice for the share of one of two values', async () => {
    const u = uniform(3);
    const events = Array.from({ length: 2500 }, (_, k) => eventAt(k, { features: { wrong: u() < 0.1 ? 1 : 0 } }));
    const baseline = await baselineOf(events.slice(0, 2000));
    const wrong = baseline.subjects.find(({ subject }) => subject === 'wrong')!;
    expect(statisticsOf(wrong).filter((name) => /ks|v\d|chi2/.test(name))).toEqual(['v1']);
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 25 });
    const said = judged(new Judge({ baseline, feed: 'events', policy }), counted(baseline, events.slice(2000)));
    const tested = said.flatMap(({ verdicts }) => verdicts).filter(({ subject }) => subject === 'wrong');
    const names = new Set(tested.flatMap(({ tests }) => tests.map(({ statistic }) => statistic)));
    expect([...names].filter((name) => name !== 'shift')).toEqual(['v1']);
  });
});
