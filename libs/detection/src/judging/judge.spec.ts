import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { Judge } from './judge.js';
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

const rows = 4000;
const change = 2000;

/** A number, a category, a score and a latency; `changed` alters events from `change` on. */
function stream(
  seed: number,
  from: number,
  count: number,
  changed: (event: InferenceEvent, z: number) => Partial<InferenceEvent> = () => ({}),
): readonly StoredEvent[] {
  const z = normal(seed);
  const u = uniform(seed + 1);
  return Array.from({ length: count }, (_, k) => {
    const number = z();
    const features = { distance: number, colour: u() < 0.7 ? 'red' : u() < 0.6 ? 'green' : 'blue', always: 7 };
    const plain = eventAt(from + k, {
      features,
      prediction: { score: u(), label: u() < 0.4 ? 'yes' : 'no' },
      latency_ms: Math.exp(z()),
      status: u() < 0.01 ? 'error' : 'ok',
    });
    return k < change ? plain : { ...plain, event: { ...plain.event, ...changed(plain.event, number) } };
  });
}

describe('Judge', () => {
  let baseline: Baseline;
  let policy: JudgePolicy;

  beforeAll(async () => {
    baseline = await baselineOf(stream(1, 0, 6000));
    policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: rows / 20 });
  });

  const live = (changed?: Parameters<typeof stream>[3]) => stream(50, 6000, rows, changed);
  const alarms = (changed?: Parameters<typeof stream>[3]) =>
    findingsOf(baseline, policy, live(changed)).filter(({ tier }) => tier === 'alarm');

  it('keeps silent when nothing has changed', () => {
    expect(alarms()).toEqual([]);
  });

  it('finds a shift of half a standard deviation soon, names it and says how it looks', () => {
    const found = alarms((event, z) => ({ features: { ...event.features, distance: z + 0.5 } }));
    expect(found.map(({ subject, kind, detector }) => ({ subject, kind, detector }))).toEqual([
      { subject: 'distance', kind: 'drift', detector: 'feature drift' },
    ]);
    expect(found[0]!.raised_at.event - 6000 - change).toBeLessThan(300);
    expect(found[0]!.words).toMatch(
      /^distance is higher by 0\.\d\d sd.*KS 0\.\d+, critical 0\.\d+; PSI .*noise up to.*n \d+, effective \d+\)$/,
    );
    expect(found[0]!.evidence.current).toHaveLength(found[0]!.evidence.bins.length);
  });

  it.each([
    ['a value that a constant feature never had', 'always', 'new category', { always: 8 }],
    ['a category never seen', 'colour', 'new category', { colour: 'mauve' }],
    ['text in place of numbers', 'distance', 'wrong type', { distance: 'n/a' }],
    ['a feature that goes missing', 'distance', 'missing values', { distance: null }],
    ['values that are no number', 'distance', 'no number', { distance: NaN }],
    ['infinite values', 'distance', 'no number', { distance: -Infinity }],
  ])('finds %s', (_, subject, kind, features) => {
    const found = alarms((event) => (event.row === 0 ? { features: { ...event.features, ...features } } : {}));
    expect(found.map((finding) => [finding.subject, finding.kind])).toEqual([[subject, kind]]);
    expect(found[0]!.raised_at.event - 6000 - change).toBeLessThan(60);
  });

  it('finds values beyond anything the baseline has seen within a tick, and says so', () => {
    let k = 0;
    const found = alarms((event, z) => ({ features: { ...event.features, distance: k++ % 4 === 0 ? 9 + z : z } }));
    expect(found.map(({ subject, statistic, kind }) => [subject, statistic, kind])).toEqual([
      ['distance', 'above', 'drift'],
    ]);
    expect(found[0]!.raised_at.event - 6000 - change).toBeLessThan(20);
    expect(found[0]!.words).toMatch(/^distance is .*25 % above anything the baseline has seen/);
  });

  it('finds a shift of a standard deviation before any window is large enough for its distribution to be tested', () => {
    const found = alarms((event, z) => ({ features: { ...event.features, distance: z + 1 } }));
    expect(found.map(({ subject, statistic }) => [subject, statistic])).toEqual([['distance', 'shift']]);
    expect(found[0]!.n_effective).toBeLessThan(policy.minimum_effective);
    expect(found[0]!.raised_at.event - 6000 - change).toBeLessThan(60);
    expect(found[0]!.words).toMatch(/^distance is higher by 0\.\d\d sd \(location of the newest values/);
  });

  it('says how far the mass has moved in ridits and in the unit of the feature', () => {
    const moved = judged(
      new Judge({ baseline, feed: 'events', policy }),
      counted(
        baseline,
        live((event, z) => ({ features: { ...event.features, distance: z + 0.5, always: 7 } })),
      ),
    );
    const last = moved
      .flatMap(({ verdicts }) => verdicts)
      .filter(({ subject, scale }) => subject === 'distance' && scale === 64)
      .at(-1)!;
    expect(last.wasserstein).toBeCloseTo(0.138, 1);
    expect(last.wasserstein_units).toBeGreaterThan(0.4);
    expect(last.wasserstein_units).toBeLessThan(0.6);
  });

  it('finds a shift between two categories', () => {
    const found = alarms((event) => ({
      features: {
        ...event.features,
        colour: event.features['colour'] === 'green' ? 'blue' : event.features['colour']!,
      },
    }));
    expect(found.map(({ subject, kind }) => [subject, kind])).toEqual([['colour', 'drift']]);
  });

  it('finds answers that froze', () => {
    const found = alarms(() => ({ prediction: { score: 0.5, label: 'yes' } }));
    expect(found.map(({ subject, kind, detector }) => [subject, kind, detector]).sort()).toEqual([
      ['confidence', 'drift', 'output shift'],
      ['prediction label', 'constant answer', 'output shift'],
      ['score', 'constant answer', 'output shift'],
    ]);
  });

  it('finds failing requests, and does not call their missing answers missing', () => {
    const found = alarms((event) => (event.features['colour'] === 'red' ? {} : { status: 'error', prediction: {} }));
    expect(found.map(({ subject, kind }) => [subject, kind])).toEqual([['errors', 'errors']]);
  });

  it('ends an episode when the stream is itself again, and raises nothing from old data', () => {
    let k = 0;
    const found = alarms((event, z) => ({ features: { ...event.features, distance: k++ < 600 ? z + 1 : z } }));
    expect(found).toHaveLength(1);
    const end = found[0]!.ended_at!.event - 6000 - change;
    expect(end).toBeGreaterThanOrEqual(580);
    expect(end).toBeLessThan(620);
  });

  it('raises a far larger deviation that begins within a small one that lasts', () => {
    let k = 0;
    const found = alarms((event, z) => ({ features: { ...event.features, distance: z + (k++ < 1400 ? 0.25 : 2) } }));
    expect(found.map(({ subject }) => subject)).toEqual(['distance', 'distance']);
    const [small, large] = found;
    expect(small!.scale).toBeGreaterThanOrEqual(8);
    expect(small!.ended_at).not.toBeNull();
    expect(large!.raised_at.event - 6000 - change - 1400).toBeLessThan(100);
    expect(large!.ended_at).toBeNull();
    expect(large!.id).not.toBe(small!.id);
  });

  it('shows effects of windows that are too small to be tested', () => {
    const [first] = judged(new Judge({ baseline, feed: 'events', policy }), counted(baseline, live()));
    const verdict = first!.verdicts.find(({ subject }) => subject === 'distance')!;
    expect(verdict).toMatchObject({ n: 20, scale: 1, insufficient: true, alarm: false });
    expect(verdict.psi).toBeGreaterThan(0);
    expect(verdict.psi_noise).toBeGreaterThan(0.2);
  });

  it('goes on from any tick as if it had never stopped, to the byte', async () => {
    let k = 0;
    const profiles = counted(
      baseline,
      live((event, z) => ({ features: { ...event.features, distance: k++ < 600 ? z + 0.7 : z } })),
    );
    const ticks = [...byTick(profiles)];
    const whole = judged(new Judge({ baseline, feed: 'events', policy }), profiles);
    for (const stop of [1, 64, 104, 131, 140, 173]) {
      const before = new Judge({ baseline, feed: 'events', policy });
      for (const [tick, of] of ticks.slice(0, stop)) before.take(tick, of);
      const after = new Judge({ baseline, feed: 'events', policy });
      const judgement = before.judgement();
      const from = after.needsFrom(judgement);
      await after.restore(judgement, ticksOf(profiles, from, judgement.tick));
      expect(after.judgement()).toEqual(judgement);
      const rest = ticks.slice(stop).map(([tick, of]) => after.take(tick, of));
      expect(JSON.stringify(rest) === JSON.stringify(whole.slice(stop))).toBe(true);
    }
  });

  it('refuses ticks to go on with that it does not need, or out of order', async () => {
    const before = new Judge({ baseline, feed: 'events', policy });
    for (const tick of [5, 6, 7]) before.take(tick, []);
    const going = (...ticks: readonly number[]) =>
      new Judge({ baseline, feed: 'events', policy }).restore(
        before.judgement(),
        ticks.map((tick) => ({ tick, profiles: [] })),
      );
    await going(5, 7);
    for (const wrong of [[4], [8], [6, 6]])
      await expect(going(...wrong)).rejects.toThrow(`needed in order, got ${wrong.at(-1)}`);
  });

  it('refuses a tick that does not lie behind the last one', () => {
    const judge = new Judge({ baseline, feed: 'events', policy });
    expect(() => judge.judgement()).toThrow('nothing has been judged yet');
    judge.take(5, []);
    expect(() => judge.take(5, [])).toThrow('ticks must ascend');
  });
});

describe('Judge of dependent values', () => {
  it('keeps silent on an autoregressive stream, whose windows wander', async () => {
    const z = normal(9);
    let last = 0;
    const events = Array.from({ length: 20_000 }, (_, k) => {
      last = 0.9 * last + z();
      return eventAt(k, { features: { level: last } });
    });
    const baseline = await baselineOf(events.slice(0, 8000));
    expect(baseline.subjects[0]!.profiles[0]!.overdispersion.at(-1)!.neyman[0]).toBeGreaterThan(8);
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 600 });
    expect(findingsOf(baseline, policy, events.slice(8000)).filter(({ tier }) => tier === 'alarm')).toEqual([]);
  });
});
