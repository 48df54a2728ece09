import { describe, expect, it } from '@jest/globals';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import type { BaselineProfile } from '../baselines/baseline.js';
import { besides } from '../counting/beside.js';
import { summed } from '../comparing/compared-counts.js';
import { comparisonLevels, comparisonOf, comparisonPolicy, referenceOfStretch } from '../comparing/comparison.js';
import { elsewhere } from '../detectors/elsewhere.js';
import { noDistances } from '../verdicts/distances.js';
import { Levels } from '../budget/levels.js';
import { mergeProfiles } from '../counting/merge-profiles.js';
import { PartitionCounter } from '../counting/partition-counter.js';
import { defaultPolicy, policyFor } from '../budget/policy.js';
import { Reference } from '../references/reference.js';
import { baselineOf, counted, eventAt, findingsOf, normal, uniform } from '../streams.fixture.js';
import { windowOf } from '../windows/window.js';
import { levelCounter, mostLevel } from './fourier.js';
import { pointCounter } from './joint-slot.js';

type Features = InferenceEvent['features'];
const events = (rows: readonly Features[]): readonly StoredEvent[] =>
  rows.map((features, offset) => eventAt(offset, { features }));

/** Embeddings of 24 numbers around three centres, and around a fourth in a share of the rows from `from` on. */
function embeddings(count: number, seed: number, from = Infinity, share = 0.3): readonly Features[] {
  const next = normal(seed);
  const toss = uniform(seed + 1);
  const place = normal(99);
  const centres = Array.from({ length: 4 }, () => Array.from({ length: 24 }, place));
  return Array.from({ length: count }, (_, row) => {
    const group = Math.floor(3 * toss());
    const centre = centres[row >= from && toss() < share ? 3 : group]!;
    return { vector: centre.map((value) => value + 0.7 * next()) };
  });
}

/** Embeddings that come in groups of about twenty around a place of their own. */
function sessions(count: number, seed: number): readonly Features[] {
  const next = normal(seed);
  const toss = uniform(seed + 1);
  let left = 0;
  let place: readonly number[] = [];
  return Array.from({ length: count }, () => {
    if (left-- <= 0) [left, place] = [Math.floor(40 * toss()), Array.from({ length: 24 }, next)];
    return { vector: place.map((value) => Math.sqrt(0.3) * value + Math.sqrt(0.7) * next()) };
  });
}

async function findings(all: readonly Features[], reference = 2000) {
  const baseline = await baselineOf(events(all.slice(0, reference)));
  const live = events(all).slice(reference);
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: live.length / 20 });
  return findingsOf(baseline, policy, live).filter(({ tier }) => tier === 'alarm');
}

describe('levels along random directions', () => {
  it('give half a Gaussian kernel of two points in the mean of their products', () => {
    const directions = 20_000;
    const count = levelCounter({ seed: 7, directions, bandwidth: 1.5 }, 3);
    const levels = (point: readonly number[]) => {
      const into = new Uint32Array(directions);
      count(point, into, 0);
      return Array.from(into, (level) => (2 * level) / mostLevel - 1);
    };
    const origin = levels([0, 0, 0]);
    for (const point of [
      [0.5, 0, 0],
      [1, -1, 0.5],
      [2, 2, -1],
    ]) {
      const kernel = Math.exp(-point.reduce((sum, value) => sum + value * value, 0) / (2 * 1.5 ** 2));
      const found = (2 * levels(point).reduce((sum, value, k) => sum + value * origin[k]!, 0)) / directions;
      expect(Math.abs(found - kernel)).toBeLessThan(0.03);
    }
  });
});

describe('embeddings', () => {
  it('are watched by sums that add over partitions, and every event is told from a wrong or a missing one', async () => {
    const rows = embeddings(1000, 1);
    const baseline = await baselineOf(events(rows));
    const { subject, role, bins, derived } = baseline.subjects.find((one) => one.role === 'embedding')!;
    expect([subject, role, bins]).toEqual(['vector', 'embedding', { kind: 'sums', directions: 64 }]);
    expect(derived).toMatchObject({ feature: 'vector', length: 24, map: { one_in: 1 } });
    const odd = [{ vector: [1, 2] }, { vector: 'x' }, { vector: null }, {}, { vector: [...Array(23).fill(0), NaN] }];
    const all = events([...rows.slice(0, 95), ...(odd as readonly Features[])]);
    const own = (profiles: ReturnType<typeof counted>) => profiles.filter((profile) => profile.subject === 'vector');
    const whole = own(counted(baseline, all));
    expect(whole.reduce((sum, { counts }) => sum + counts[0]!, 0)).toBe(95);
    expect(whole.reduce((sum, { wrong_type }) => sum + wrong_type, 0)).toBe(3);
    expect(whole.reduce((sum, { nulls }) => sum + nulls, 0)).toBe(2);
    const options = { topic: 't', feed: 'events', lateness_ms: 0, baselineOf: () => baseline } as const;
    const halves = [0, 1].map((partition) => new PartitionCounter({ ...options, partition }));
    all.forEach(({ source, event }, at) => halves[at % 2]!.takeEvent(source, event));
    for (const half of halves) half.takeWatermark(Infinity);
    const parts = halves.flatMap((half) => half.drain(100, 0).profiles);
    expect(own(mergeProfiles(parts)).map(({ counts }) => counts)).toEqual(whole.map(({ counts }) => counts));
  });

  it.each([
    ['independent', embeddings(8000, 2)],
    ['clusters of about twenty alike', sessions(8000, 12)],
  ])('raise nothing while they stay as they were: %s', async (_name, rows) => {
    expect(await findings(rows, 4000)).toEqual([]);
  });

  it('are found where their mean moved by a sixth of a standard deviation in each of 64 dimensions', async () => {
    const next = normal(13);
    const rows = Array.from({ length: 6000 }, (_, row) => ({
      vector: Array.from({ length: 64 }, () => next() + (row < 5000 ? 0 : 0.17)),
    }));
    const alarms = await findings(rows, 4000);
    expect(alarms.map(({ subject, statistic }) => [subject, statistic])).toEqual([['vector', 'mmd']]);
    expect(alarms[0]!.raised_at.event).toBeGreaterThanOrEqual(5000);
    expect(alarms[0]!.raised_at.event).toBeLessThan(5400);
  });

  it('are found where a new cluster appears', async () => {
    const [first, ...others] = await findings(embeddings(4000, 3, 3000));
    expect(first).toMatchObject({
      subject: 'vector',
      kind: 'joint drift',
      detector: 'feature drift',
      statistic: 'mmd',
    });
    expect(first!.raised_at.event).toBeGreaterThanOrEqual(3000);
    expect(first!.raised_at.event).toBeLessThan(3400);
    expect(first!.words).toMatch(/^vector is elsewhere than before, by an MMD² of 0\.\d+ \(kernel distance/);
    expect(others).toEqual([]);
  });

  it('are said to be back where their deviation ended, event by event', async () => {
    const there = embeddings(6000, 3, 3000);
    const back = embeddings(6000, 3);
    const [first] = await findings(there.map((row, at) => (at < 3410 ? row : back[at]!)));
    expect(first!.ended_at!.event).toBeGreaterThan(3360);
    expect(first!.ended_at!.event).toBeLessThan(3460);
  });

  it('are compared on demand, alike or not', async () => {
    const baseline = await baselineOf(events(embeddings(4000, 15)));
    const subject = baseline.subjects.find(({ role }) => role === 'embedding')!;
    const levels = comparisonLevels(comparisonPolicy(baseline.subjects, 0.05))(subject.subject);
    const stretch = (rows: readonly Features[]) =>
      summed(
        counted(baseline, events(rows)).filter((profile) => profile.subject === subject.subject),
        subject.psi_groups.length,
      );
    const a = stretch(embeddings(1000, 16));
    const reference = referenceOfStretch(subject, subject.profiles[0]!, a);
    const compared = (rows: readonly Features[]) =>
      comparisonOf(reference, { subject: subject.subject, a, b: stretch(rows), distances: noDistances }, 50, levels);
    expect(compared(embeddings(1000, 17))).toMatchObject({ different: false, words: 'alike', b: { n: 1000 } });
    const moved = compared(embeddings(1000, 18, 0));
    expect(moved).toMatchObject({ different: true, moved: [], ks_at: null, tests: [{ statistic: 'mmd' }] });
    expect(moved.psi).toBeGreaterThan(moved.psi_critical);
  });

  it('are found missing, and of another length', async () => {
    const rows = embeddings(3000, 4);
    const missing = await findings(rows.map((row, at) => (at < 2500 ? row : { vector: null })));
    expect(missing[0]).toMatchObject({ subject: 'vector', kind: 'missing values' });
    const longer = await findings(
      rows.map(({ vector }, at) => ({ vector: at < 2500 ? vector! : [...(vector as number[]), 0] })),
    );
    expect(longer[0]).toMatchObject({ subject: 'vector', kind: 'wrong type' });
    expect(longer[0]!.words).toMatch(/^vector is \d+ % no list of 24 numbers/);
  });
});

describe('features together', () => {
  it('are found elsewhere where every feature and every pair is as before', async () => {
    const next = normal(5);
    // Any two of them are independent before and after; the three signs then multiply to +1.
    const rows = Array.from({ length: 7000 }, (_, row) => {
      const [a, b, c] = [next(), next(), next()];
      const sign = row < 5000 ? Math.sign(next()) : Math.sign(a * b);
      return { a, b, c: sign * Math.abs(c) };
    });
    const alarms = await findings(rows, 4000);
    expect(new Set(alarms.map(({ subject }) => subject))).toEqual(new Set(['features together']));
    expect(alarms[0]!.raised_at.event).toBeGreaterThanOrEqual(5000);
    expect(alarms[0]!.words).toMatch(/^the features together are elsewhere than before, by an MMD² of/);
  });

  it('are found elsewhere where a weak common factor turns, by little in each pair', async () => {
    const next = normal(6);
    const rows = Array.from({ length: 8000 }, (_, row) => {
      const factor = next();
      const sign = (k: number) => (row >= 5000 && k % 2 === 1 ? -1 : 1);
      const value = (k: number) => 0.35 * sign(k) * factor + Math.sqrt(1 - 0.35 ** 2) * next();
      return { a: value(0), b: value(1), c: value(2), d: value(3), e: value(4) };
    });
    const alarms = await findings(rows, 4000);
    expect(alarms.every(({ raised_at }) => raised_at.event >= 5000)).toBe(true);
    expect(alarms.map(({ subject }) => subject)).toContain('features together');
  });

  it('follow the law that they are judged by: as often surprising as they may be, and less with what was measured', async () => {
    const alpha = 0.05;
    const policy = { ...defaultPolicy, alpha, tolerances: { ...defaultPolicy.tolerances, psi: 0 } };
    const { event } = eventAt(0);
    let [windows, plain, asJudged] = [0, 0, 0];
    for (let seed = 20; seed < 23; seed++) {
      const next = normal(seed);
      const draw = (): Features => {
        const [a, b, c] = [next(), next(), next()];
        return { a, b: a + b, c: Math.exp(c), d: next() ** 3, e: b - c + next() };
      };
      const baseline = await baselineOf(events(Array.from({ length: 4000 }, draw)));
      const subject = baseline.subjects.find(({ role }) => role === 'features together')!;
      const [profile] = subject.profiles as [BaselineProfile];
      const measured = Reference.of(subject, profile);
      const unmeasured = Reference.of(subject, { ...profile, overdispersion: [] });
      const count = pointCounter(subject.derived as Parameters<typeof pointCounter>[0]);
      for (let k = 0; k < 300; k++, windows++) {
        const vector = new Uint32Array(profile.counts.length + besides.length);
        for (let n = 0; n < 320; n++) count({ ...event, features: draw() }, vector, 0);
        const window = windowOf(vector, 16, k, true);
        const isSurprising = (reference: Reference): boolean =>
          elsewhere(window, reference, new Levels(policy)).some(({ p_value }) => p_value <= alpha);
        if (isSurprising(unmeasured)) plain++;
        if (isSurprising(measured)) asJudged++;
      }
    }
    // Four standard errors of a binomial share.
    expect(Math.abs(plain / windows - alpha)).toBeLessThan(4 * Math.sqrt((alpha * (1 - alpha)) / windows));
    expect(asJudged / windows).toBeLessThan(alpha);
  });
});
