import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline, BaselineCounts, BaselineSubject } from './baseline.js';
import { digestOf } from '../digest.js';
import { Judge } from '../judging/judge.js';
import { policyFor } from '../budget/policy.js';
import { sensitivityOf } from '../budget/sensitivity.js';
import { baselineOf, byTick, counted, eventAt, findingsOf, normal, ticksOf, uniform } from '../streams.fixture.js';

const HEALTHY = 4_000;
const CHANGE = HEALTHY + 600;

function stream(seed: number, from: number, rows: number, odd: (z: number) => number | null = (z) => z) {
  const [z, u] = [normal(seed), uniform(seed + 1)];
  return Array.from({ length: rows }, (_, k): StoredEvent => {
    const features = {
      amount: from + k >= CHANGE ? odd(z()) : z(),
      age: z(),
      colour: u() < 0.3 ? 'red' : 'blue',
      embedding: [z(), z(), z()],
    };
    return eventAt(from + k, { features, prediction: { score: u() }, attributes: { desk: u() < 0.5 ? 'a' : 'b' } });
  });
}

/** As a store gives back what was written before there were joint subjects. */
function stored(baseline: Omit<Baseline, 'digest'>): Baseline {
  return JSON.parse(JSON.stringify({ ...baseline, digest: digestOf(baseline) })) as Baseline;
}

function second({ digest: _, ...baseline }: Baseline): Baseline {
  return stored({ ...baseline, subjects: baseline.subjects.filter(({ derived }) => derived === undefined) });
}

/** No range, no clusters of extremes, no scores, no counts of values that are no number, no hours and no warnings. */
function first(baseline: Baseline): Baseline {
  const { digest: _, warnings: _w, left_out: _l, ...rest } = second(baseline);
  const plain = ({ counts, nulls, wrong_type }: BaselineCounts): BaselineCounts => ({ counts, nulls, wrong_type });
  const subjects = rest.subjects.map(({ least: _least, most: _most, beyond: _b, ...subject }): BaselineSubject => ({
    ...subject,
    profiles: subject.profiles.map((profile) => ({
      ...plain(profile),
      segment: profile.segment,
      overdispersion: profile.overdispersion.map(({ scores: _s, ...measured }) => measured),
    })),
  }));
  return stored({ ...rest, format: 'anchorwatch-baseline-1', subjects });
}

describe.each([
  ['anchorwatch-baseline-1', first],
  ['anchorwatch-baseline-2', second],
] as const)('a baseline of the format %s, made before features were watched together', (format, as) => {
  let baseline: Baseline;

  beforeAll(async () => {
    const today = await baselineOf(stream(1, 0, HEALTHY), { kind: 'count', events: 20 }, ['desk']);
    expect(today.subjects.some(({ derived }) => derived !== undefined)).toBe(true);
    baseline = as(today);
  });

  const policy = () => policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 100 });
  const alarms = (odd?: (z: number) => number | null) =>
    findingsOf(baseline, policy(), stream(5, HEALTHY, 2_000, odd)).filter(({ tier }) => tier === 'alarm');

  it('goes on being judged: silent while nothing changes, and the same when it was restored', async () => {
    expect(baseline).toMatchObject({ format });
    expect(alarms()).toEqual([]);
    const profiles = counted(
      baseline,
      stream(6, HEALTHY, 1_200, (z) => z + 1),
    );
    const ticks = [...byTick(profiles)];
    const whole = new Judge({ baseline, feed: 'events', policy: policy() });
    const before = new Judge({ baseline, feed: 'events', policy: policy() });
    const all = ticks.map(([tick, of]) => whole.take(tick, of));
    for (const [tick, of] of ticks.slice(0, 40)) before.take(tick, of);
    const judgement = before.judgement();
    const after = new Judge({ baseline, feed: 'events', policy: policy() });
    const since = after.needsFrom(judgement);
    await after.restore(judgement, ticksOf(profiles, since, judgement.tick));
    const rest = ticks.slice(40).map(([tick, of]) => after.take(tick, of));
    expect(JSON.stringify(rest) === JSON.stringify(all.slice(40))).toBe(true);
    expect(all.flatMap(({ findings }) => findings).some(({ tier }) => tier === 'alarm')).toBe(true);
  });

  it('finds a shift, missing values and numbers that are none, and judges nothing joint', () => {
    const shifted = alarms((z) => z + 1);
    expect(shifted.map(({ subject, segment }) => [subject, segment])).toContainEqual(['amount', '']);
    expect(shifted.every(({ role }) => role === 'feature')).toBe(true);
    expect(shifted[0]!.evidence.moved!.length).toBeGreaterThan(0);
    const kinds = (odd: (z: number) => number | null) => alarms(odd).map(({ subject, kind }) => `${subject}: ${kind}`);
    let k = 0;
    expect(kinds((z) => (k++ % 3 === 0 ? null : z))).toContain('amount: missing values');
    expect(alarms((z) => (k++ % 3 === 0 ? NaN : z)).map(({ subject }) => subject)).toContain('amount');
  });

  it('says what its windows can see', () => {
    const seen = sensitivityOf(baseline, 'events', policy(), 'amount');
    expect(seen.length).toBeGreaterThan(0);
  });
});
