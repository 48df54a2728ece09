import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { factorsOf, familyOf } from './budget-weights.js';
import type { Feed } from '../detection-store.js';
import { Judge } from '../judging/judge.js';
import { mergeProfiles } from '../counting/merge-profiles.js';
import { PartitionCounter } from '../counting/partition-counter.js';
import { labelled, labelledBaseline, outcomeProfiles } from '../performance/labelled.fixture.js';
import { hopOf, paidLooks, policyFor, priceOf, type JudgePolicy } from './policy.js';
import type { MergedProfile } from '../counting/profile.js';
import { counted, judged, normal, uniform } from '../streams.fixture.js';

/** Numbers, text and answers with their truth; of two desks. */
function traffic(seed: number, from: number, rows: number) {
  const [z, u] = [normal(seed), uniform(seed + 1)];
  return labelled(from, rows, (k) => {
    const score = u();
    const event: Partial<InferenceEvent> = {
      features: { amount: z(), age: Math.round(10 * z()), place: 'abcdef'[Math.floor(6 * u() ** 2)]! },
      prediction: { score, label: score >= 0.5 ? '1' : '0' },
      attributes: { desk: k % 3 === 0 ? 'north' : 'south' },
    };
    return { event, truth: { label: u() < score ? '1' : '0' } };
  });
}

describe('what is paid for where ticks are counted in events', () => {
  const ticks = 150;
  let baseline: Baseline;
  const live = traffic(3, 4000, 20 * ticks);
  const policyOf = (feed: Feed, chosen: Partial<Omit<JudgePolicy, 'alpha'>> = {}) =>
    policyFor({ baseline, feed, alarms_per_scan: 0.05, ticks }, chosen);

  beforeAll(async () => {
    baseline = await labelledBaseline(traffic(1, 0, 4000), { kind: 'count', events: 20 }, ['desk']);
  });

  /** Every test that a judge made, of everything, named by its place. */
  function made(feed: Feed): ReadonlySet<string> {
    const judge = new Judge({ baseline, feed, policy: policyOf(feed), verdicts: 'all' });
    const profiles =
      feed === 'events' ? counted(baseline, live.events) : [...truths(), ...outcomeProfiles(baseline, live)];
    const verdicts = judged(judge, profiles).flatMap((said) => said.verdicts);
    return new Set(
      verdicts.flatMap(({ subject, segment, scale, tests }) =>
        tests.map(({ statistic }) => [subject, segment, scale, familyOf(statistic)].join('|')),
      ),
    );
  }

  function truths(): readonly MergedProfile[] {
    const place = { topic: 'inference.labels', partition: 0, feed: 'labels', lateness_ms: 0 } as const;
    const counter = new PartitionCounter({ ...place, baselineOf: () => baseline });
    for (const { source, label } of live.labels) counter.takeLabel(source, label);
    counter.takeWatermark(Infinity);
    return mergeProfiles(counter.drain(Infinity, 0).profiles);
  }

  function paid(feed: Feed): ReadonlySet<string> {
    return new Set(
      paidLooks(baseline, feed, policyOf(feed)).flatMap(({ subject, segment, scale, statistics }) =>
        statistics.map((statistic) => [subject, segment, scale, statistic].join('|')),
      ),
    );
  }

  it.each(['events', 'labels'] as const)('is every test of %s that is made, and none that never can be', (feed) => {
    const [all, bought] = [made(feed), paid(feed)];
    expect([...all].filter((test) => !bought.has(test))).toEqual([]);
    // These are made whenever there are events enough, and there always are as many as there can be.
    const always = /\|(ks|v1|v2|chi2|correlation|mmd|roc_auc|log_loss|brier|ece)$/;
    const whole = [...bought].filter((test) => always.test(test) && test.split('|')[1] === '');
    expect(whole.filter((test) => !all.has(test))).toEqual([]);
    expect(whole.some((test) => test.split('|')[2] === '1')).toBe(false);
    expect(whole.some((test) => test.split('|')[2] === '4')).toBe(true);
  });

  it.each([
    ['events', undefined],
    ['labels', undefined],
    ['events', { subjects: { amount: 3 }, scales: { '4': 2 }, statistics: { ks: 0.2, nulls: 4 } }],
    ['labels', { segments: { 'desk=north': 2 }, statistics: { accuracy: 5 } }],
  ] as const)('shares the whole budget of %s among them, weighed or not', (feed, weights) => {
    const policy = policyOf(feed, { weights });
    const factor = factorsOf(baseline, feed, policy);
    let shares = 0;
    for (const { subject, segment, scale, statistics } of paidLooks(baseline, feed, policy))
      for (const statistic of statistics)
        shares +=
          policy.alpha * factor(subject, segment, scale, statistic) * priceOf(statistic) * (ticks / hopOf(scale));
    expect(shares).toBeCloseTo(0.05, 12);
  });

  it('is every window length where nobody knows how many events a tick will hold', () => {
    const timed: Baseline = { ...baseline, tick: { kind: 'time', ms: 60_000 } };
    const looks = paidLooks(timed, 'events', policyOf('events')).filter(({ subject }) => subject === 'amount');
    expect(looks[0]!.scale).toBe(1);
    expect(new Set(looks.map(({ statistics }) => statistics.join(' '))).size).toBe(1);
    expect(looks[0]!.statistics).toContain('ks');
  });
});
