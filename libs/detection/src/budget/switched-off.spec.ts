import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { mergeProfiles } from '../counting/merge-profiles.js';
import { PartitionCounter } from '../counting/partition-counter.js';
import { Judge } from '../judging/judge.js';
import { baselineOf, byTick, counted, eventAt, findingsOf, normal } from '../streams.fixture.js';
import { factorsOf, weightOfSubject, type BudgetWeights } from './budget-weights.js';
import { hopOf, paidLooks, policyFor, priceOf } from './policy.js';
import { sensitivityOf } from './sensitivity.js';

const healthy = 4_000;
const breaks = 5_500;
const joint: BudgetWeights = { subjects: { '* × *': 0, 'reconstruction error': 0, 'features together': 0 } };

/** Two numbers that go together until they do not, and one that moves by itself at the same time. */
function stream(seed: number): readonly StoredEvent[] {
  const next = normal(seed);
  return Array.from({ length: 6_500 }, (_, row) => {
    const a = next();
    const r = row < breaks ? 0.8 : 0;
    const b = r * a + Math.sqrt(1 - r * r) * next();
    return eventAt(row, { features: { a, b, c: next() + (row < breaks ? 0 : 2) } });
  });
}

describe('a subject of weight 0', () => {
  const all = stream(6);
  const live = all.slice(healthy);
  let baseline: Baseline;
  const policyWith = (weights: BudgetWeights | undefined) =>
    policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: live.length / 20 }, { weights });
  const alarming = (weights: BudgetWeights | undefined) =>
    findingsOf(baseline, policyWith(weights), live)
      .filter(({ tier }) => tier === 'alarm')
      .map(({ subject }) => subject);

  beforeAll(async () => {
    baseline = await baselineOf(all.slice(0, healthy));
  });

  it('pays nothing, and leaves its share to the others', () => {
    const policy = policyWith(joint);
    const factor = factorsOf(baseline, 'events', policy);
    let [given, even] = [0, 0];
    for (const { subject, segment, scale, statistics } of paidLooks(baseline, 'events', policy))
      for (const statistic of statistics) {
        given += (factor(subject, segment, scale, statistic) * priceOf(statistic)) / hopOf(scale);
        even += priceOf(statistic) / hopOf(scale);
      }
    expect(given / even).toBeCloseTo(1, 12);
    expect(factor('a × b', '', 4, 'chi2')).toBe(0);
    expect(factor('a', '', 4, 'chi2')).toBeGreaterThan(1.3);
  });

  it('raises nothing while the others do', () => {
    expect(alarming(undefined)).toEqual(expect.arrayContaining(['a × b', 'c']));
    expect(alarming(joint)).toEqual(['c']);
    expect(alarming({ subjects: { ...joint.subjects, 'a × b': 1 } })).toEqual(expect.arrayContaining(['a × b', 'c']));
    expect(alarming({ subjects: { ...joint.subjects, c: 0 } })).toEqual([]);
  });

  it('has no sensitivity to be shown', () => {
    const shown = sensitivityOf(baseline, 'events', policyWith({ subjects: { 'reconstruction error': 0 } }));
    expect(new Set(shown.map(({ subject }) => subject))).toContain('a');
    expect(shown.filter(({ subject }) => subject === 'reconstruction error')).toEqual([]);
  });

  it('is not counted where it is several features together, and everything else is counted as ever', () => {
    const counter = new PartitionCounter({
      topic: 't',
      partition: 0,
      feed: 'events',
      lateness_ms: 0,
      baselineOf: () => baseline,
      watchedOf: () => (one) => weightOfSubject(joint, one.subject, one.role) > 0,
    });
    for (const { source, event } of live) counter.takeEvent(source, event);
    counter.takeWatermark(Infinity);
    const some = mergeProfiles(counter.drain(live.length, 0).profiles);
    const derived = new Set(baseline.subjects.filter((one) => one.derived !== undefined).map(({ subject }) => subject));
    expect(derived.size).toBe(5);
    expect(some).toEqual(counted(baseline, live).filter(({ subject }) => !derived.has(subject)));
  });

  it('is switched off and on between ticks: what lasts of it ends, and comes again', () => {
    const judge = new Judge({ baseline, feed: 'events', policy: policyWith(undefined) });
    const said: string[] = [];
    const [off, on] = [breaks + 300, breaks + 600].map((row) => row / 20);
    for (const [tick, profiles] of byTick(counted(baseline, live))) {
      if (tick === off) judge.spend(policyWith(joint));
      if (tick === on) judge.spend(policyWith(undefined));
      for (const { subject, tier, ended_at } of judge.take(tick, profiles).findings)
        if (subject === 'a × b' && tier === 'alarm')
          said.push(`${ended_at === null ? 'raised' : 'ended'} ${tick < off! ? 'before' : tick < on! ? 'off' : 'on'}`);
    }
    expect(said.slice(0, 3)).toEqual(['raised before', 'ended off', 'raised on']);
  });
});
