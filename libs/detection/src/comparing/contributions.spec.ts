import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import type { Finding } from '../judging/finding.js';
import { Judge } from '../judging/judge.js';
import { policyFor, type JudgePolicy } from '../budget/policy.js';
import { baselineOf, byTick, counted, eventAt, normal, ticksOf, uniform } from '../streams.fixture.js';

const HEALTHY = 2_000;
const CHANGE = HEALTHY + 400;

/** From the change on `amount` is higher where the region is n, and the score follows it; from `back` on it is as before. */
function stream(seed: number, from: number, rows: number, back = Infinity): readonly StoredEvent[] {
  const [u, z] = [uniform(seed), normal(seed + 1)];
  return Array.from({ length: rows }, (_, k) => {
    const region = u() < 0.5 ? 'n' : 's';
    const moved = region === 'n' && from + k >= CHANGE && from + k < back;
    const amount = z() + (moved ? 2 : 0);
    const features = { amount, age: z(), region };
    const prediction = { score: 1 / (1 + Math.exp(-amount - 0.1 * z())) };
    return eventAt(from + k, { features, prediction });
  });
}

describe('the evidence of a finding', () => {
  let baseline: Baseline;
  let policy: JudgePolicy;
  let all: readonly Finding[];
  const live = stream(3, HEALTHY, 2_400, CHANGE + 600);

  beforeAll(async () => {
    baseline = await baselineOf(stream(1, 0, HEALTHY), { kind: 'count', events: 20 }, ['region']);
    policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 120 });
    all = await sent();
  });

  /** All that is sent. @param stopped the tick after which the judge is made anew */
  async function sent(stopped = Infinity): Promise<readonly Finding[]> {
    const profiles = counted(baseline, live);
    let judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
    const found: Finding[] = [];
    for (const [tick, of] of byTick(profiles)) {
      found.push(...judge.take(tick, of).findings);
      if (tick === stopped) {
        const judgement = judge.judgement();
        judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
        const since = judge.needsFrom(judgement);
        await judge.restore(judgement, ticksOf(profiles, since, tick));
      }
    }
    return found;
  }

  function alarm(subject: string, segment = ''): Finding {
    return all.find((one) => one.subject === subject && one.segment === segment && one.tier === 'alarm')!;
  }

  it('names the groups of bins that moved most, with their parts of its PSI', () => {
    const { psi, moved } = alarm('amount').evidence;
    expect(moved!.length).toBeGreaterThan(0);
    expect(moved!.length).toBeLessThanOrEqual(5);
    const parts = moved!.map((shift) => shift.psi);
    expect(parts).toEqual([...parts].sort((a, b) => b - a));
    const sum = parts.reduce((total, part) => total + part, 0);
    expect(sum).toBeGreaterThan(psi / 2);
    expect(sum).toBeLessThanOrEqual(psi * 1.001);
    // The highest tenth has gained most.
    expect(moved![0]!.bin).toMatch(/^>= /);
    expect(moved![0]!.now).toBeGreaterThan(moved![0]!.before);
  });

  it('names the segments that it comes from, and none of a finding about a segment', () => {
    const { psi, segments } = alarm('amount').evidence;
    expect(segments![0]).toMatchObject({ field: 'region', segment: 'region=n' });
    expect(segments![0]!.within).toBeGreaterThan(psi / 2);
    // Everybody is in one of the two: there is no rest.
    expect(segments!.map(({ segment }) => segment).sort()).toEqual(['region=n', 'region=s']);
    expect(alarm('amount', 'region=n').evidence.segments).toEqual([]);
  });

  it('names the features that moved where an answer did, and only there', () => {
    const { features } = alarm('score').evidence;
    expect(features!.map(({ subject }) => subject)).toEqual(['amount']);
    expect(features![0]!.psi).toBeGreaterThan(features![0]!.psi_noise);
    expect(alarm('amount').evidence.features).toEqual([]);
  });

  it('is the same to the byte from a judge that was restored, at any tick around the change', async () => {
    expect(all.filter(({ ended_at }) => ended_at !== null).length).toBeGreaterThan(0);
    // The change is in tick 120; episodes end, and are forgotten, from about tick 165 on.
    for (const stopped of [119, 121, 124, 168, 190])
      expect(JSON.stringify(await sent(stopped))).toBe(JSON.stringify(all));
  });
});
