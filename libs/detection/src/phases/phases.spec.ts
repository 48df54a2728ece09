import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { valuesIn } from '../counting/beside.js';
import { Judge } from '../judging/judge.js';
import { policyFor, type JudgePolicy } from '../budget/policy.js';
import {
  baselineOf,
  byTick,
  counted,
  eventAt,
  findingsOf,
  judged,
  normal,
  ticksOf,
  uniform,
} from '../streams.fixture.js';
import { SubjectReference } from '../references/subject-reference.js';
import { phaseOf } from './phase-of.js';

const hour = 3_600_000;
const perDay = 2400;
const tick = { kind: 'time', ms: hour / 2 } as const;

/** 100 events an hour of a number that is higher by day, missing more often by night, and one without a season. */
function days(seed: number, from: number, count: number, shift: (day: number) => number = () => 0) {
  const z = normal(seed);
  const u = uniform(seed + 1);
  return Array.from({ length: count * perDay }, (_, k): StoredEvent => {
    const day = from + k / perDay;
    const sun = Math.sin(2 * Math.PI * day);
    const level = u() < 0.03 - 0.03 * sun ? null : z() + 0.6 * sun + shift(day);
    const place = u() < 0.5 + 0.2 * sun ? 'town' : u() < 0.5 ? 'coast' : 'hills';
    const features = { level, place, steady: z() };
    return eventAt(from * perDay + k, { event_time: Math.floor(day * 24 * hour), features });
  });
}

describe('a baseline of traffic with a daily season', () => {
  let baseline: Baseline;
  let policy: JudgePolicy;

  beforeAll(async () => {
    baseline = await baselineOf(days(1, 0, 10), tick);
    policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 96 });
  });

  const profileOf = (of: Baseline, subject: string) => of.subjects.find((one) => one.subject === subject)!.profiles[0]!;
  const alarms = (of: Baseline, events: readonly StoredEvent[]) =>
    findingsOf(of, policy, events).filter(({ tier }) => tier === 'alarm');
  const pooled = (): Baseline => ({
    ...baseline,
    subjects: baseline.subjects.map((subject) => ({
      ...subject,
      profiles: subject.profiles.map(({ phases: _, ...whole }) => whole),
    })),
  });

  it('keeps phases only of what has a season', () => {
    expect(profileOf(baseline, 'level').phases).toMatchObject({ season: 'day', oddities: true });
    expect(profileOf(baseline, 'place').phases).toMatchObject({ season: 'day', oddities: false });
    expect(profileOf(baseline, 'steady').phases).toBeUndefined();
    expect(profileOf(baseline, 'errors').phases).toBeUndefined();
  });

  it('expects the same of a stretch by its hours of the week as by its ticks', () => {
    const subject = baseline.subjects.find((one) => one.subject === 'level')!;
    const reference = new SubjectReference(subject, subject.profiles[0]!, tick);
    const stretch = counted(baseline, days(3, 10, 2)).filter((one) => one.subject === 'level' && one.tick % 7 < 3);
    const vector = new Uint32Array(reference.size);
    const [values, everything] = [new Uint32Array(168), new Uint32Array(168)];
    const one = new Uint32Array(reference.size);
    for (const profile of stretch) {
      const { tick: at, counts } = profile;
      reference.place(at, profile, one);
      one.forEach((count, place) => (vector[place]! += count));
      values[phaseOf(at, tick.ms, 'week')]! += counts.reduce((sum, count) => sum + count, 0);
      everything[phaseOf(at, tick.ms, 'week')]! += valuesIn(one, counts.length);
    }
    const [byTicks, byHours] = [reference.at(vector), reference.ofHours(values, everything)];
    expect(byHours).not.toBe(reference.pooled);
    expect([byHours.counts, byHours.outside]).toEqual([byTicks.counts, byTicks.outside]);
  });

  it('divides the counts among the hours, and leaves hardly any overdispersion', () => {
    const { counts, nulls, overdispersion, phases } = profileOf(baseline, 'level');
    expect(phases!.groups).toEqual(Array.from({ length: 24 }, (_, at) => at));
    const sums = counts.map((_, bin) => phases!.counts.reduce((sum, group) => sum + group.counts[bin]!, 0));
    expect(sums).toEqual(counts);
    expect(phases!.counts.reduce((sum, group) => sum + group.nulls, 0)).toBe(nulls);
    const largest = overdispersion.at(-1)!;
    const left = phases!.overdispersion.find(({ scale }) => scale === largest.scale)!;
    expect(largest.neyman[0]).toBeGreaterThan(20);
    expect(left.neyman[0]).toBeLessThan(2.5);
    expect(left.nulls).toBeLessThan(largest.nulls / 1.25);
  });

  it('keeps silent through ordinary days', () => {
    expect(alarms(baseline, days(3, 10, 2))).toEqual([]);
  });

  it('finds a shift that the season hides from a baseline without phases', () => {
    const evening = days(3, 10, 1, (day) => (day > 10.75 ? 0.5 : 0));
    const found = alarms(baseline, evening).filter(({ subject }) => subject === 'level');
    expect(found).toHaveLength(1);
    expect(found[0]!.raised_at.time - 10.75 * 24 * hour).toBeLessThanOrEqual(4 * hour);
    expect(found[0]!.words).toMatch(/^level is higher by 0\.[2-6]\d sd/);
    expect(alarms(pooled(), evening).filter(({ subject }) => subject === 'level')).toEqual([]);
  });

  it('shows what it compared: the expectation of the window’s own hours', () => {
    const night = judged(new Judge({ baseline, feed: 'events', policy }), counted(baseline, days(5, 10, 1)));
    const verdicts = night.flatMap(({ verdicts }) => verdicts).filter(({ subject }) => subject === 'level');
    const [whole] = judged(new Judge({ baseline: pooled(), feed: 'events', policy }), counted(baseline, days(5, 10, 1)))
      .slice(-12)
      .map(({ verdicts }) => verdicts.find(({ subject, scale }) => subject === 'level' && scale === 2)!);
    const own = verdicts.find(({ scale, tick }) => scale === 2 && tick === whole!.tick)!;
    expect(whole!.ks).toBeGreaterThan(0.2);
    expect(own.ks).toBeLessThan(0.12);
    expect(own.psi).toBeLessThan(whole!.psi / 2);
  });

  it('says the same to the byte, however it is restarted', async () => {
    const profiles = counted(
      baseline,
      days(7, 10, 2, (day) => (day > 10.5 && day < 11.2 ? 0.6 : 0)),
    );
    const ticks = [...byTick(profiles)];
    const whole = judged(new Judge({ baseline, feed: 'events', policy }), profiles);
    expect(whole.some(({ findings }) => findings.length > 0)).toBe(true);
    for (const stop of [1, 26, 41, 77]) {
      const before = new Judge({ baseline, feed: 'events', policy });
      for (const [tick, of] of ticks.slice(0, stop)) before.take(tick, of);
      const judgement = before.judgement();
      const after = new Judge({ baseline, feed: 'events', policy });
      const from = after.needsFrom(judgement);
      await after.restore(judgement, ticksOf(profiles, from, judgement.tick));
      const rest = ticks.slice(stop).map(([tick, of]) => after.take(tick, of));
      expect(JSON.stringify(rest) === JSON.stringify(whole.slice(stop))).toBe(true);
    }
  });

  it('does not look for a season in fewer than four of them, nor where ticks are counted in events', async () => {
    const short = await baselineOf(days(1, 0, 3), tick);
    expect(short.subjects.some(({ profiles }) => profiles.some(({ phases }) => phases !== undefined))).toBe(false);
    const files = await baselineOf(days(1, 0, 5));
    expect(files.subjects.some(({ profiles }) => profiles.some(({ phases }) => phases !== undefined))).toBe(false);
  });
});

describe('a baseline of traffic with a weekly season', () => {
  it('keeps hours of the week where working days and weekends differ', async () => {
    const z = normal(11);
    const events = Array.from({ length: 42 * 480 }, (_, k) => {
      const day = 4 + k / 480; // 1970 began on a Thursday: this is a Monday
      const level = z() + (Math.floor(day - 4) % 7 >= 5 ? 1 : 0);
      return eventAt(k, { event_time: Math.floor(day * 24 * hour), features: { level } });
    });
    const baseline = await baselineOf(events, { kind: 'time', ms: hour });
    const { phases } = baseline.subjects[0]!.profiles[0]!;
    expect(phases!.season).toBe('week');
    expect(phases!.groups).toHaveLength(168);
    expect(new Set(phases!.groups).size).toBe(phases!.counts.length);
  });
});
