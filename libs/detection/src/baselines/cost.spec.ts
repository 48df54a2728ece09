import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline } from './baseline.js';
import type { BudgetWeights } from '../budget/budget-weights.js';
import { Judge } from '../judging/judge.js';
import { makeBaseline } from './make-baseline.js';
import { policyFor, scalesOf, testsPerTick } from '../budget/policy.js';
import { counted, eventAt, judged, normal, uniform } from '../streams.fixture.js';

const ticks = 512;
const tick = { kind: 'count', events: 20 } as const;
const rows = ticks * tick.events;

/** Numbers, categories, few-valued numbers and missing values: heavy and light tests. */
function stream(seed: number) {
  const [z, u] = [normal(seed), uniform(seed + 1)];
  return Array.from({ length: rows }, (_, k) => {
    const colour = u() < 0.6 ? 'red' : 'blue';
    const features = { distance: z(), colour, flag: u() < 0.2 ? 1 : 0 };
    return eventAt(k, { features, prediction: { score: u() }, status: u() < 0.01 ? 'error' : 'ok' });
  });
}

describe('what verdicts cost of the budget', () => {
  let baseline: Baseline;

  beforeAll(async () => {
    const events = () => [stream(1)];
    const about = { model: 'churn', model_version: '1', made_from: 'a seeded stream', segment_fields: [] };
    baseline = await makeBaseline({ ...about, tick, joint: false, events });
  });

  const weights: BudgetWeights = { statistics: { ks: 6, nulls: 0.2 }, scales: { 1: 4 }, subjects: { colour: 3 } };
  it.each([
    ['evenly', undefined],
    ['by weights', weights],
  ])('is what the budget allows, once all window lengths are full, divided %s', (_, given) => {
    const budget = { baseline, feed: 'events', alarms_per_scan: 0.05, ticks } as const;
    const policy = policyFor(budget, given && { weights: given });
    const largest = scalesOf(baseline.ticks, policy.largest_window_ticks).at(-1)!;
    const said = judged(new Judge({ baseline, feed: 'events', policy }), counted(baseline, stream(7)));
    const verdicts = said.flatMap((one) => one.verdicts);
    expect(verdicts.some(({ insufficient }) => insufficient)).toBe(true);
    const full = verdicts.filter(({ tick }) => tick >= largest);
    const spent = full.reduce((sum, { cost }) => sum + cost, 0);
    expect((ticks - largest) % (largest / 8)).toBe(0);
    const allowed = policy.alpha * testsPerTick(baseline, 'events', policy) * (ticks - largest);
    expect(spent / allowed).toBeCloseTo(1, 9);
    const all = verdicts.reduce((sum, { cost }) => sum + cost, 0);
    expect(all).toBeLessThan(0.05);
    expect(all).toBeGreaterThan(0.04);
  });
});
