import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline } from '../baselines/baseline.js';
import { factorsOf } from './budget-weights.js';
import { Judge } from '../judging/judge.js';
import { defaultPolicy, hopOf, paidLooks, policyFor, priceOf } from './policy.js';
import { baselineOf, counted, eventAt, findingsOf, judged, normal, uniform } from '../streams.fixture.js';

const rows = 4000;

function stream(seed: number, from: number, shift: number) {
  const z = normal(seed);
  const u = uniform(seed);
  return Array.from({ length: rows }, (_, k) =>
    eventAt(from + k, {
      features: { distance: z() + (k >= rows / 2 ? shift : 0), colour: u() < 0.7 ? 'red' : 'blue' },
      attributes: { desk: k % 2 === 0 ? 'north' : 'south' },
    }),
  );
}

describe('the weights of the alarm budget', () => {
  let baseline: Baseline;
  const weights = {
    subjects: { distance: 8, colour: 0.5 },
    segments: { 'desk=north': 3 },
    scales: { '8': 2 },
    statistics: { v1: 5, share: 0.1 },
  };

  beforeAll(async () => {
    baseline = await baselineOf(stream(1, 0, 0), { kind: 'count', events: 20 }, ['desk']);
  });

  it('give every test the same when nothing is said', () => {
    expect(factorsOf(baseline, 'events', defaultPolicy)('distance', '', 4, 'ks')).toBe(1);
  });

  it('move shares and keep their sum, so that the whole budget is what it was', () => {
    const factor = factorsOf(baseline, 'events', { ...defaultPolicy, weights });
    let [given, even] = [0, 0];
    for (const { subject, segment, scale, statistics } of paidLooks(baseline, 'events', defaultPolicy))
      for (const statistic of statistics) {
        given += (factor(subject, segment, scale, statistic) * priceOf(statistic)) / hopOf(scale);
        even += priceOf(statistic) / hopOf(scale);
      }
    expect(given / even).toBeCloseTo(1, 12);
    expect(factor('distance', '', 1, 'v1') / factor('distance', '', 1, 'ks')).toBeCloseTo(5, 12);
    expect(factor('distance', 'desk=north', 1, 'ks') / factor('colour', '', 1, 'chi2')).toBeCloseTo(48, 12);
    expect(factor('colour', '', 1, 'share:red') / factor('colour', '', 1, 'chi2')).toBeCloseTo(0.1, 12);
  });

  it('are not misled by names that every object has', () => {
    const factor = factorsOf(baseline, 'events', { ...defaultPolicy, weights });
    expect(factor('constructor', 'toString', 1, 'ks')).toBeGreaterThan(0);
  });

  it('are what a window is judged by, and what its verdict says', () => {
    const even = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 200 });
    const policy = { ...even, weights };
    const factor = factorsOf(baseline, 'events', policy);
    const judge = new Judge({ baseline, feed: 'events', policy });
    const verdicts = judged(judge, counted(baseline, stream(7, rows, 0.5))).flatMap((said) => said.verdicts);
    for (const { subject, segment, scale, alpha, alarm, p_value, tests } of verdicts) {
      expect(alpha).toBeCloseTo(even.alpha * factor(subject, segment, scale, ''), 20);
      const beyond = tests.some((test) => test.p_value <= even.alpha * factor(subject, segment, scale, test.statistic));
      expect({ alarm, beyond: p_value <= alpha }).toEqual({ alarm: beyond, beyond });
    }
    expect(verdicts.some(({ alarm }) => alarm)).toBe(true);
  });

  it('let a subject be tolerated that may move', () => {
    const policy = policyFor(
      { baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 200 },
      { subject_tolerances: { distance: { ks: 0.4, component: 1, psi: 0.5 } } },
    );
    expect(findingsOf(baseline, policy, stream(7, rows, 0.5)).filter(({ tier }) => tier === 'alarm')).toEqual([]);
  });
});
