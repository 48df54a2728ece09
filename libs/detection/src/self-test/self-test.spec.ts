import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { policyFor, type JudgePolicy } from '../budget/policy.js';
import { baselineOf, eventAt, normal, uniform } from '../streams.fixture.js';
import { resample } from './resample.js';
import { selfTest } from './self-test.js';
import { countAll } from './trial.js';

const alarms = 0.05;
const ticks = 200;

function stream(seed: number, from: number, count: number, shift = 0): readonly StoredEvent[] {
  const z = normal(seed);
  const u = uniform(seed + 1);
  return Array.from({ length: count }, (_, k) =>
    eventAt(from + k, {
      features: { distance: 500 + 100 * (z() + shift), colour: u() < 0.6 ? 'red' : u() < 0.5 ? 'green' : 'blue' },
      prediction: { score: u() },
      status: u() < 0.01 ? 'error' : 'ok',
    }),
  );
}

/** Runs a test to its end: how often others could have had a turn within its steps, too. */
function finished(test: ReturnType<typeof selfTest>) {
  const steps: string[] = [];
  let turns = 0;
  for (;;) {
    const next = test.next();
    if (next.done) return { report: next.value, steps, turns };
    if (next.value === undefined) turns++;
    else steps.push(next.value);
  }
}

describe('a self-test', () => {
  let baseline: Baseline;
  let policy: JudgePolicy;
  const healthy = stream(1, 0, 6000);
  const options = () => ({ baseline, policy, alarms_per_tick: alarms / ticks, healthy, resamples: 3, seed: 7 });

  beforeAll(async () => {
    baseline = await baselineOf(healthy);
    policy = policyFor({ baseline, feed: 'events', alarms_per_scan: alarms, ticks });
  });

  it('finds what it injects, soon, and raises nothing where nothing was done', () => {
    const { report, steps, turns } = finished(selfTest({ ...options(), recent: stream(9, 6000, 3000) }));
    expect(report.control).toEqual({ resamples: 3, ticks: 3 * 288, allowed: expect.closeTo(0.216, 9), alarms: 0 });
    expect(report.recent).toMatchObject({ events: 3000, alarms: 0 });
    expect(steps).toHaveLength(3 + 1 + report.injections.length);
    // Each step judges 150 ticks or more of about 20 events: never more than 16 in one piece, never more than 1,000 events.
    expect(turns).toBeGreaterThanOrEqual(9 * steps.length);
    // Four rows in a hundred change their colour: more than 3,000 rows are needed to see that at this budget.
    const missed = report.injections.filter(({ found }) => !found);
    expect(missed.map(({ name }) => name)).toEqual(['colour 10 % become red']);
    const byName = new Map(report.injections.map((result) => [result.name, result]));
    expect(byName.get('distance + 1 sd')!.delay_events).toBeLessThan(200);
    expect(byName.get('distance + 0.5 sd')!.expected_events).toBeGreaterThan(100);
    expect(byName.get('distance + 1 sd')!.words).toContain('distance is higher by');
    expect(byName.get('colour 5 % never seen')!.found).toBe(true);
    expect(byName.get('score frozen')!.found).toBe(true);
  });

  it('says the same twice, and misses what was already there', () => {
    const drifting = { ...options(), resamples: 1, recent: stream(9, 6000, 1000, 1) };
    const { report } = finished(selfTest(drifting));
    expect(finished(selfTest(drifting)).report).toEqual(report);
    expect(report.recent?.alarms).toBeGreaterThan(0);
    expect(report.injections.find(({ name }) => name === 'distance + 0.25 sd')).toMatchObject({
      found: false,
      delay_events: null,
      words: '',
    });
  });

  it('gives an injection no credit for what alarms as soon without it', () => {
    const drifting = [...stream(9, 6000, 500), ...stream(11, 6500, 500, 1)];
    const { report } = finished(selfTest({ ...options(), resamples: 0, recent: drifting }));
    expect(report.recent?.alarms).toBeGreaterThan(0);
    const found = (name: string) => report.injections.find((one) => one.name === name)!.found;
    expect(found('distance + 0.25 sd')).toBe(false);
    expect(found('distance 10 % missing')).toBe(false);
    expect(found('score frozen')).toBe(true);
  });

  it('makes the same controls and nothing else where only they are asked for', () => {
    const all = finished(selfTest({ ...options(), recent: stream(9, 6000, 200) })).report;
    const { report, steps } = finished(selfTest({ ...options(), recent: [], only_controls: true }));
    expect(report).toEqual({ ...all, recent: undefined, injections: [] });
    expect(steps).toHaveLength(3);
  });

  it('refuses to test with nothing', () => {
    expect(() => selfTest({ ...options(), recent: [] }).next()).toThrow('needs healthy and recent events');
  });
});

describe('resampled traffic', () => {
  it('is drawn from more ticks than a call takes arguments', async () => {
    const baseline = await baselineOf(stream(1, 0, 400));
    const silent = new Map(Array.from({ length: 200_000 }, (_, tick) => [tick, []]));
    const drawn = [...resample(baseline, silent, { largest_window_ticks: 8 }, uniform(3))];
    expect(drawn).toHaveLength(5_000);
  });

  it('keeps days whole and on a day of the same name', async () => {
    const dayMs = 86_400_000;
    const hour = { kind: 'time', ms: 3_600_000 } as const;
    const events = Array.from({ length: 28 * 48 }, (_, k) =>
      eventAt(k, { event_time: 4 * dayMs + (k * dayMs) / 48, features: { day: Math.floor(k / 48) } }),
    );
    const baseline = await baselineOf(events, hour);
    const counting = countAll(
      baseline,
      events.map(({ event }) => event),
    );
    let next = counting.next();
    while (!next.done) next = counting.next();
    const of = next.value;
    const drawn = [...resample(baseline, of, { largest_window_ticks: 4096 }, uniform(3))];
    expect(drawn.map(([tick]) => tick)).toEqual([...of.keys()]);
    const dayOf = (tick: number) =>
      drawn
        .find(([at]) => at === tick)![1]
        .find(({ subject }) => subject === 'day')!
        .counts.findIndex((n) => n > 0);
    for (let day = 4; day < 32; day++) {
      const sources = new Set(Array.from({ length: 24 }, (_, at) => dayOf(day * 24 + at)));
      expect(sources.size).toBe(1);
      expect(Math.abs([...sources][0]! - (day - 4)) % 7).toBe(0);
    }
  });
});
