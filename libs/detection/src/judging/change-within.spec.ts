import { describe, expect, it } from '@jest/globals';
import type { Finding } from './finding.js';
import { Judge } from './judge.js';
import { policyFor } from '../budget/policy.js';
import { baselineOf, byTick, counted, eventAt, judged, ticksOf, uniform } from '../streams.fixture.js';

const baselineRows = 4000;
/** Shares of wrong answers, of 3,000 rows each. */
const stretch = 3000;

function answers(seed: number, from: number, shares: readonly number[], each: number) {
  const u = uniform(seed);
  return Array.from({ length: shares.length * each }, (_, k) =>
    eventAt(from + k, { features: { wrong: u() < shares[Math.floor(k / each)]! ? 1 : 0 } }),
  );
}

async function watched(seed: number, shares: readonly number[]) {
  const baseline = await baselineOf(answers(1, 0, [0.1], baselineRows));
  const profiles = counted(baseline, answers(seed, baselineRows, shares, stretch));
  const ticks = (shares.length * stretch) / 20;
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks });
  return { profiles, policy, judge: () => new Judge({ baseline, feed: 'events', policy }) };
}

async function findingsOf(seed: number, shares: readonly number[]): Promise<readonly Finding[]> {
  const { profiles, judge } = await watched(seed, shares);
  const latest = new Map<string, Finding>();
  for (const { findings } of judged(judge(), profiles))
    for (const finding of findings) if (finding.tier === 'alarm') latest.set(finding.id, finding);
  return [...latest.values()];
}

describe('a deviation that lasts', () => {
  it('is one finding as long as it stays what it is', async () => {
    for (const seed of [2, 3, 4]) {
      const found = await findingsOf(seed, [0.1, 0.2, 0.2, 0.2]);
      expect(found.map(({ ended_at }) => ended_at)).toEqual([null]);
    }
  });

  it('ends where it grew, and the finding that follows says so', async () => {
    const [first, second, ...others] = await findingsOf(5, [0.1, 0.2, 0.35, 0.35]);
    const grewAt = baselineRows + 2 * stretch;
    expect(others).toEqual([]);
    expect(Math.abs(first!.ended_at!.event - grewAt)).toBeLessThan(600);
    expect(second!.raised_at.event - grewAt).toBeLessThan(1000);
    expect(second!.ended_at).toBeNull();
    expect(second!.words).toContain(`grown since event ${first!.raised_at.event}`);
    const grown = second!.tests.at(-1)!;
    expect(grown.statistic).toBe('grown');
    expect(grown.value).toBeGreaterThanOrEqual(grown.critical);
  });

  it('has grown as soon as chance would show as much no oftener than all tests of its window cost', async () => {
    const { profiles, policy, judge } = await watched(6, [0.1, 0.2, 0.28, 0.28]);
    const all = judged(judge(), profiles);
    const found = all.flatMap(({ findings }) => findings).find(({ words }) => words.includes('grown'))!;
    const { p_value } = found.tests.at(-1)!;
    const { cost } = all
      .flatMap(({ verdicts }) => verdicts)
      .find(({ subject, tick, scale }) => subject === 'wrong' && tick === found.tick && scale === found.scale)!;
    expect(p_value).toBeGreaterThan(policy.alpha);
    expect(p_value).toBeLessThanOrEqual(cost);
  });

  it('has not grown where it becomes less', async () => {
    for (const seed of [6, 7, 8]) {
      const found = await findingsOf(seed, [0.1, 0.35, 0.2, 0.2]);
      expect(found.filter(({ words }) => words.includes('grown'))).toEqual([]);
    }
  });

  it('grows at the same tick in a judge that was stopped within it', async () => {
    const { profiles, judge } = await watched(5, [0.1, 0.2, 0.35]);
    const ticks = [...byTick(profiles)];
    const whole = judged(judge(), profiles);
    for (const stop of [190, 301, 310]) {
      const before = judge();
      for (const [tick, of] of ticks.slice(0, stop)) before.take(tick, of);
      const after = judge();
      const judgement = before.judgement();
      const from = after.needsFrom(judgement);
      await after.restore(judgement, ticksOf(profiles, from, judgement.tick));
      const rest = ticks.slice(stop).map(([tick, of]) => after.take(tick, of));
      expect(JSON.stringify(rest) === JSON.stringify(whole.slice(stop))).toBe(true);
    }
  });
});
