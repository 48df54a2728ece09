import { describe, expect, it } from '@jest/globals';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { Judge } from '../judging/judge.js';
import { hopOf, policyFor, scalesOf, testsPerTick } from '../budget/policy.js';
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

const reference = 4000;
type Features = InferenceEvent['features'];
const events = (rows: readonly Features[]): readonly StoredEvent[] =>
  rows.map((features, offset) => eventAt(offset, { features }));

/** Three numbers, the first two with a correlation, and a category that depends on the first; all margins stay the same. */
function rows(count: number, seed: number, correlationAt: (row: number) => number): readonly Features[] {
  const next = normal(seed);
  const toss = uniform(seed + 1);
  return Array.from({ length: count }, (_, row) => {
    const a = next();
    const r = correlationAt(row);
    return {
      a,
      b: r * a + Math.sqrt(1 - r * r) * next(),
      c: next(),
      kind: toss() < (a > 0 ? 0.7 : 0.3) ? 'north' : 'south',
    };
  });
}

/** Numbers that remember: AR(1) with the given memory, correlated as above. */
function remembering(count: number, seed: number, memory: number): readonly Features[] {
  const next = normal(seed);
  const state = [0, 0, 0];
  const fresh = Math.sqrt(1 - memory * memory);
  return Array.from({ length: count }, () => {
    for (let k = 0; k < 3; k++) state[k] = memory * state[k]! + fresh * next();
    return { a: state[0]!, b: 0.6 * state[0]! + 0.8 * state[1]!, c: state[2]! };
  });
}

/** Events in groups of about twenty that share most of what they are. */
function clustered(count: number, seed: number): readonly Features[] {
  const next = normal(seed);
  const toss = uniform(seed + 1);
  let left = 0;
  let centre = [0, 0, 0];
  return Array.from({ length: count }, () => {
    if (left-- <= 0) {
      left = Math.floor(40 * toss());
      centre = [next(), next(), next()];
    }
    const [a, b, c] = centre.map((value) => Math.sqrt(0.3) * value + Math.sqrt(0.7) * next());
    return { a: a!, b: b!, c: c! };
  });
}

async function alarmsOf(all: readonly Features[]) {
  const baseline = await baselineOf(events(all.slice(0, reference)));
  const live = events(all).slice(reference);
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: live.length / 20 });
  return findingsOf(baseline, policy, live).filter(({ tier }) => tier === 'alarm');
}

describe('how features go together', () => {
  it('is watched by pairs and by a reconstruction error, whole traffic only, and each of their tests is paid for', async () => {
    const stream = events(rows(2000, 1, () => 0.8));
    const baseline = await baselineOf(stream, undefined, ['kind']);
    const joint = baseline.subjects.filter(({ derived }) => derived !== undefined);
    expect(joint.map(({ subject }) => subject)).toEqual([
      'a × b',
      'a × c',
      'a × kind',
      'b × c',
      'b × kind',
      'c × kind',
      'reconstruction error',
      'features together',
    ]);
    const profiles = counted(baseline, stream).filter(({ subject }) => joint.some((one) => one.subject === subject));
    expect(new Set(profiles.map(({ segment }) => segment))).toEqual(new Set(['']));
    // By time a tick may hold as many events as every test asks for.
    const timed = { ...baseline, tick: { kind: 'time' as const, ms: 1 } };
    const plain = { ...timed, subjects: baseline.subjects.filter(({ derived }) => derived === undefined) };
    const looks = scalesOf(baseline.ticks, 4096).reduce((sum, scale) => sum + 1 / hopOf(scale), 0);
    // Two for each of six pairs; six of the error's shape and the four runs of its newest values; one for all features.
    expect(testsPerTick(timed, 'events') - testsPerTick(plain, 'events')).toBeCloseTo(looks * (6 * 2 + 6 + 4 + 1), 9);
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 100 });
    for (const { verdicts } of judged(new Judge({ baseline, feed: 'events', policy }), counted(baseline, stream))) {
      for (const { role, tests } of verdicts) {
        if (role === 'feature pair') expect(tests.length).toBeLessThanOrEqual(2);
        if (role === 'reconstruction error') expect(tests.length).toBeLessThanOrEqual(7);
        if (role === 'features together') expect(tests.length).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each([
    ['independent events', rows(12_000, 3, () => 0.8)],
    ['events that remember (AR .9)', remembering(12_000, 4, 0.9)],
    ['clusters', clustered(12_000, 5)],
  ])('raises nothing on %s', async (_name, all) => {
    expect(await alarmsOf(all)).toEqual([]);
  });

  it('is found when it breaks while every feature by itself stays as it was', async () => {
    const alarms = await alarmsOf(rows(6500, 6, (row) => (row < 5500 ? 0.8 : 0)));
    const pair = alarms.find(({ role }) => role === 'feature pair');
    expect(pair).toMatchObject({
      detector: 'feature drift',
      kind: 'joint drift',
      subject: 'a × b',
      role: 'feature pair',
      statistic: 'correlation',
    });
    expect(alarms[0]!.raised_at.event).toBeGreaterThanOrEqual(5500);
    expect(pair!.raised_at.event).toBeLessThan(5800);
    expect(pair!.words).toMatch(/^a and b no longer go together as before: .* is .* % instead of .* %/);
    expect(alarms.map(({ subject }) => subject)).toContain('reconstruction error');
    expect(alarms.every(({ kind }) => kind === 'joint drift')).toBe(true);
  });

  it('is found when one column is permuted', async () => {
    const all = rows(6500, 7, () => 0.8);
    const shuffled = all.map((row, at) =>
      at < 5500 ? row : { ...row, a: all[5500 + ((at * 7919) % 1000)]!['a'] ?? null },
    );
    const alarms = await alarmsOf(shuffled);
    expect(new Set(alarms.map(({ role }) => role))).toEqual(
      new Set(['feature pair', 'reconstruction error', 'features together']),
    );
    expect(alarms[0]!.raised_at.event).toBeLessThan(5800);
  });

  it('is left to the alarm of a feature that moved by itself', async () => {
    const all = rows(6500, 8, () => 0.8).map((row, at) => (at < 5500 ? row : { ...row, a: (row['a'] as number) + 2 }));
    const alarms = await alarmsOf(all);
    expect(alarms.map(({ subject }) => subject)).toEqual(['a']);
  });

  it('is judged the same after a restart in the middle', async () => {
    const all = rows(5500, 9, (row) => (row < 5000 ? 0.8 : 0.2)).map((row, at) =>
      at >= 4300 && at < 4500 ? { ...row, a: 9 } : row,
    );
    const baseline = await baselineOf(events(all.slice(0, reference)));
    const profiles = counted(baseline, events(all).slice(reference));
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 75 });
    const whole = new Judge({ baseline, feed: 'events', policy });
    let half = new Judge({ baseline, feed: 'events', policy });
    for (const [tick, of] of byTick(profiles)) {
      expect(half.take(tick, of)).toEqual(whole.take(tick, of));
      if (tick % 20 !== 7) continue;
      const judgement = half.judgement();
      half = new Judge({ baseline, feed: 'events', policy });
      const from = half.needsFrom(judgement);
      await half.restore(judgement, ticksOf(profiles, from, tick));
    }
    expect(half.judgement().state).toContain('"told"');
  });

  it('is not watched where nothing could be chosen, or nobody wants it', async () => {
    const few = events(rows(300, 10, () => 0.8));
    expect((await baselineOf(few)).subjects.filter(({ derived }) => derived !== undefined)).toEqual([]);
    const alone = events(rows(2000, 11, () => 0.8).map(({ a }) => ({ a: a! })));
    expect((await baselineOf(alone)).subjects.filter(({ derived }) => derived !== undefined)).toEqual([]);
  });

  it('is the same baseline from the same events', async () => {
    const stream = events(rows(2000, 12, () => 0.8));
    expect((await baselineOf(stream)).digest).toBe((await baselineOf(stream)).digest);
  });
});
