import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import { CountedStream } from './counted-stream.js';
import { Judge } from '../judging/judge.js';
import { mergeProfiles } from './merge-profiles.js';
import { nameOf, PartitionCounter } from './partition-counter.js';
import { policyFor } from '../budget/policy.js';
import type { MergedProfile, Profile, Progress } from './profile.js';
import { readyBelow } from './ready-below.js';
import { baselineOf, eventAt, judged, labelAt, normal, uniform } from '../streams.fixture.js';

const timing = { lateness_ms: 3000, absent_ms: 20_000 };

function traffic(seed: number, from: number, count: number, shift: number): readonly StoredEvent[] {
  const z = normal(seed);
  const u = uniform(seed + 1);
  return Array.from({ length: count }, (_, k) => {
    const offset = from + k;
    // Up to 1.5 seconds out of order, within the lateness.
    const event_time = 1_000_000 + offset * 100 + Math.floor(u() * 1500);
    const region = u() < 0.5 ? 'north' : 'south';
    const features = {
      distance: z() + (k > count / 2 && k < 0.8 * count ? shift : 0),
      region,
      gap: u() < 0.02 ? null : 1,
    };
    return eventAt(offset, { event_time, features });
  });
}

/** Deals events to partitions, numbers them there, and counts each partition with restarts in between. */
function countedIn(
  partitions: number,
  events: readonly StoredEvent[],
  baseline: Baseline,
  seed: number,
  kill: boolean,
): { profiles: readonly Profile[]; progress: readonly Progress[] } {
  const deal = uniform(seed);
  const logs = Array.from({ length: partitions }, (): StoredEvent[] => []);
  for (const { event } of events) {
    const log = logs[Math.floor(deal() * partitions)]!;
    log.push({
      event,
      source: { topic: 'inference.events', partition: logs.indexOf(log), offset: log.length, part: 0 },
    });
  }
  const results = logs.map((log, partition) => {
    const stored = new Map<string, Profile>();
    let progress: Progress | undefined;
    const start = () =>
      new PartitionCounter({
        topic: 'inference.events',
        partition,
        feed: 'events',
        ...timing,
        baselineOf: () => baseline,
        resume: progress,
        known: [baseline],
      });
    let counter = start();
    let next = 0;
    while (next < log.length) {
      const end = Math.min(log.length, next + 1 + Math.floor(deal() * 400));
      for (const { source, event } of log.slice(next, end)) counter.takeEvent(source, event);
      next = end;
      const drained = counter.drain(next, 0);
      for (const profile of drained.profiles) {
        const key = JSON.stringify([profile.tick, profile.segment, profile.subject]);
        // A tick that is stored twice is stored with the same counts.
        if (stored.has(key)) expect(profile).toEqual(stored.get(key));
        stored.set(key, profile);
      }
      // A crash before the record is stored repeats the batch; one after it goes on from there.
      if (!kill || deal() < 0.7) progress = drained.progress;
      if (kill && deal() < 0.4) {
        counter = start();
        next = progress?.resume_offset ?? 0;
      }
    }
    counter.takeWatermark(Infinity);
    const last = counter.drain(log.length, 0);
    return { profiles: [...stored.values(), ...last.profiles], progress: last.progress };
  });
  return { profiles: results.flatMap(({ profiles }) => profiles), progress: results.map(({ progress }) => progress) };
}

/** What names an offset: that of a record depends on how records were dealt to partitions. */
const places = new Set(['first_offset', 'last_offset', 'first_event', 'last_event', 'event']);

const withoutOffsets = (profiles: readonly MergedProfile[]) =>
  profiles.map(({ first_offset: _, last_offset: __, ...rest }) => rest);

describe('PartitionCounter', () => {
  let baseline: Baseline;
  let live: readonly StoredEvent[];

  beforeAll(async () => {
    baseline = await baselineOf(traffic(3, 0, 5000, 0), { kind: 'time', ms: 2000 }, ['region']);
    live = traffic(5, 5000, 3000, 0.8);
  });

  it('gives the same profiles and findings over any number of partitions, with any batches and restarts', () => {
    const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 150 });
    const outcome = (profiles: readonly Profile[]) => {
      const merged = mergeProfiles(profiles);
      const said = judged(new Judge({ baseline, feed: 'events', policy }), merged);
      return JSON.stringify([withoutOffsets(merged), said], (name, value: unknown) => (places.has(name) ? 0 : value));
    };
    const whole = countedIn(1, live, baseline, 1, false);
    const expected = outcome(whole.profiles);
    expect(expected).toContain('"tier":"alarm"');
    expect(expected).toMatch(/"ended_at":\{/);
    for (const partitions of [1, 2, 3, 5, 8]) {
      const split = countedIn(partitions, live, baseline, 10 + partitions, true);
      expect(outcome(split.profiles) === expected).toBe(true);
      const ready = readyBelow(
        split.progress,
        { topic: 'inference.events', partitions },
        nameOf(baseline),
        2000,
        timing.absent_ms,
      );
      expect(ready).toBeGreaterThan(Math.floor(live.at(-1)!.event.event_time / 2000) - 2);
    }
  });

  it('counts every event once in the volume of the whole traffic', () => {
    const { profiles, progress } = countedIn(4, live, baseline, 2, true);
    const volume = mergeProfiles(profiles).filter(({ subject, segment }) => subject === 'volume' && segment === '');
    const late = progress.reduce((sum, { late }) => sum + (late[nameOf(baseline)] ?? 0), 0);
    expect(volume.reduce((sum, { counts }) => sum + counts[0]!, 0)).toBe(live.length - late);
    expect(late).toBe(0);
  });

  it('counts a repeated event once and a late one not at all, and says so', () => {
    const counter = new PartitionCounter({
      topic: 't',
      partition: 0,
      feed: 'events',
      lateness_ms: 0,
      baselineOf: () => baseline,
    });
    const [first, second] = [eventAt(0), eventAt(100)];
    for (const [offset, { event }] of [first, first, second, first].entries())
      counter.takeEvent({ ...first.source, offset }, event);
    const { profiles, progress, closed } = counter.drain(4, 77);
    expect(closed).toBe(true);
    expect(profiles.find(({ subject, segment }) => subject === 'volume' && segment === '')).toMatchObject({
      counts: [1],
      tick: 500,
    });
    const name = nameOf(baseline);
    expect(progress).toMatchObject({
      position: 4,
      resume_offset: 2,
      late: { [name]: 1 },
      repeated: { [name]: 1 },
      recorded_at: 77,
    });
    expect(progress.closed_below).toEqual({ [name]: 505 });
  });

  it('hands over more profiles at once than a call takes arguments, and none is lost when that fails', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `feature ${at}`);
    const healthy = Array.from({ length: 11_000 }, (_, k) =>
      eventAt(k, { features: Object.fromEntries(names.map((name) => [name, k % 3])) }),
    );
    const short = await baselineOf(healthy.slice(0, 200), { kind: 'count', events: 1 });
    const counter = new PartitionCounter({
      topic: 't',
      partition: 0,
      feed: 'events',
      lateness_ms: 0,
      baselineOf: () => short,
    });
    for (const { source, event } of healthy) counter.takeEvent(source, event);
    counter.takeWatermark(Infinity);
    const broken = jest.spyOn(CountedStream.prototype, 'letGo').mockImplementationOnce(() => {
      throw new RangeError('out of something');
    });
    expect(() => counter.drain(healthy.length, 0)).toThrow('out of something');
    broken.mockRestore();
    const { profiles } = counter.drain(healthy.length, 0);
    expect(profiles.length).toBeGreaterThan(140_000);
    expect(profiles.filter(({ subject }) => subject === 'volume')).toHaveLength(healthy.length);
    expect(counter.drain(healthy.length, 0).profiles).toEqual([]);
  });

  it('leaves a stream out of the record when its service is over, and counts what comes later as late', async () => {
    const after = await baselineOf(traffic(4, 0, 2000, 0), { kind: 'time', ms: 2000 });
    const until = 1_030_000;
    const options = {
      topic: 't',
      partition: 0,
      feed: 'events',
      lateness_ms: 1000,
      absent_ms: 10_000,
      baselineOf: (_model: string, _version: string, time: number) => (time < until ? baseline : after),
      belowOf: (of: Baseline) => (of === baseline ? until / 2000 : Infinity),
      known: [baseline, after],
    } as const;
    const [before, later] = [nameOf(baseline), nameOf(after)];
    let counter = new PartitionCounter(options);
    const take = (offset: number, at = offset) =>
      counter.takeEvent({ ...eventAt(offset).source, offset }, eventAt(at).event);
    take(0);
    take(310);
    const serving = counter.drain(311, 0).progress;
    expect(Object.keys(serving.closed_below)).toEqual([before, later]);
    take(420);
    const over = counter.drain(421, 0);
    expect(over.progress.closed_below).toEqual({ [later]: 520 });
    expect(readyBelow([over.progress], { topic: 't', partitions: 1 }, before, 2000, 10_000)).toBeGreaterThanOrEqual(
      515,
    );
    for (const restarted of [false, true]) {
      if (restarted) counter = new PartitionCounter({ ...options, resume: over.progress });
      take(421, 5);
      const { profiles, progress } = counter.drain(422, 0);
      expect(profiles).toEqual([]);
      expect(progress.closed_below).toEqual({ [later]: 520 });
      expect(progress.late[before]).toBe(1);
    }
  });

  it('closes ticks by a watermark record, before and after a restart', () => {
    const options = {
      topic: 't',
      partition: 0,
      feed: 'events',
      lateness_ms: 1000,
      baselineOf: () => baseline,
      known: [baseline],
    } as const;
    const counter = new PartitionCounter(options);
    counter.takeEvent(eventAt(0).source, eventAt(0).event);
    const { progress } = counter.drain(1, 0);
    expect(progress.closed_below).toEqual({ [nameOf(baseline)]: 499 });
    const again = new PartitionCounter({ ...options, resume: progress });
    again.takeWatermark(1_020_000);
    expect(again.drain(2, 0).progress.closed_below).toEqual({ [nameOf(baseline)]: 509 });
  });

  it('counts the truth of labels by itself', async () => {
    const { makeBaseline } = await import('../baselines/make-baseline.js');
    const labels = Array.from({ length: 500 }, (_, k) => labelAt(k, k % 4 === 0 ? 'stays' : 'leaves'));
    const events = traffic(3, 0, 500, 0);
    const made = await makeBaseline({
      model: 'churn',
      model_version: '1',
      made_from: 'x',
      tick: { kind: 'time', ms: 2000 },
      segment_fields: [],
      events: () => [events],
      labels: () => [labels],
    });
    const counter = new PartitionCounter({
      topic: 'l',
      partition: 0,
      feed: 'labels',
      lateness_ms: 0,
      baselineOf: () => made,
    });
    for (const { source, label } of labels) counter.takeLabel(source, label);
    counter.takeWatermark(Infinity);
    const { profiles } = counter.drain(500, 0);
    expect(new Set(profiles.map(({ subject }) => subject))).toEqual(new Set(['truth']));
    expect(mergeProfiles(profiles.map((profile) => ({ ...profile, tick: 0 })))[0]!.counts).toEqual([375, 125, 0, 0]);
  });
});

/** Offsets belong to a partition, so they differ between splits; everything else must not. */
