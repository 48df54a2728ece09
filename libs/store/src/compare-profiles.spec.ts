import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Judge,
  PartitionCounter,
  distancesOf,
  makeBaseline,
  mergeProfiles,
  policyFor,
  summed,
  type Baseline,
  type BaselineSubject,
  type ComparedCounts,
  type Profile,
  type Stretch,
  type Verdict,
} from '@anchorwatch/detection';
import { wholeEvent, type InferenceEvent, type StoredEvent } from '@anchorwatch/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from './open-store.js';

const dataDir = mkdtempSync(join(tmpdir(), 'anchorwatch-compare-'));
let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir });
  await store.migrate();
}, 60_000);
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Their counts are sums over points: the distance is that of a test of their own, which the store does not make. */
const sums: ReadonlySet<string> = new Set(['features together', 'embedding']);

/** Each draws sizes, shapes, shifts, stretches and segments of its own. */
const seeds = [1, 2, 3, 4];
const tickMs = 60_000;

describe('a comparison in SQL', () => {
  it.each(seeds)('is the comparison of the streaming counts (stream %d)', async (seed) => {
    const { baseline, profiles } = await world(seed);
    await store.detection.putProfiles(profiles);
    const next = uniform(seed + 100);
    const segments = ['', ...baseline.segments];
    for (let round = 0; round < 3; round++) {
      const a = stretch(next, segments);
      const b = stretch(next, segments);
      const found = await store.detection.compareProfiles({
        model: baseline.model,
        baseline: baseline.digest,
        subjects: baseline.subjects,
        a,
        b,
      });
      expect(found.map(({ subject }) => subject)).toEqual(namesOf(baseline));
      for (const one of found) {
        const subject = subjectOf(baseline, one.subject);
        const sum = (of: Stretch) => summed(profiles.filter(within(of, one.subject)), subject.psi_groups.length);
        expectClose(one, { subject: one.subject, a: sum(a), b: sum(b) }, subject);
      }
    }
  });

  it.each(seeds)('against the baseline is what the judge said as the stream went by (stream %d)', async (seed) => {
    const { baseline, profiles } = await world(seed);
    await store.detection.putProfiles(profiles);
    const verdicts = judged(baseline, profiles).filter(({ scale, n, role }) => scale >= 4 && n > 0 && !sums.has(role));
    const next = uniform(seed + 200);
    for (let round = 0; round < 3; round++) {
      const { segment, tick, scale } = verdicts[Math.floor(next() * verdicts.length)]!;
      const subjects = baseline.subjects.flatMap((subject) => {
        const reference = subject.profiles.find((profile) => profile.segment === segment)?.counts;
        return reference === undefined ? [] : [{ ...subject, reference }];
      });
      const found = await store.detection.compareProfiles({
        model: baseline.model,
        baseline: baseline.digest,
        subjects,
        b: { segment, from: tick - scale + 1, to: tick + 1 },
      });
      const same = (one: Verdict) => one.segment === segment && one.tick === tick && one.scale === scale;
      for (const verdict of verdicts.filter(same)) {
        const { distances } = found.find(({ subject }) => subject === verdict.subject)!;
        for (const name of ['psi', 'ks', 'jensen_shannon', 'hellinger', 'wasserstein'] as const)
          near(distances[name], verdict[name]);
        for (const { statistic, value } of verdict.tests) {
          // A pair of features is tested for dependence, not for its shares.
          if (statistic === 'chi2' && verdict.role !== 'feature pair') near(distances.chi2, value);
          if (/^v[1-4]$/.test(statistic)) near(distances.neyman[Number(statistic[1]) - 1]!, value);
        }
      }
    }
  });

  it('is of nothing where nothing was stored', async () => {
    const { baseline } = await world(1);
    const nowhere = { segment: '', from: 10_000_000, to: 10_000_100 };
    const found = await store.detection.compareProfiles({
      model: 'unknown',
      baseline: baseline.digest,
      subjects: baseline.subjects,
      a: nowhere,
      b: nowhere,
    });
    for (const one of found) {
      const bins = subjectOf(baseline, one.subject).psi_groups.length;
      const nothing = summed([], bins);
      expectClose(one, { subject: one.subject, a: nothing, b: nothing }, subjectOf(baseline, one.subject));
    }
  });
});

/** Counts to the bit, distances to 1e-12 of their size. */
function expectClose(found: ComparedCounts, wanted: Omit<ComparedCounts, 'distances'>, subject: BaselineSubject): void {
  expect({ subject: found.subject, a: found.a, b: found.b }).toEqual(wanted);
  const distances = distancesOf(wanted.a.counts, wanted.b.counts, subject);
  const { neyman, ...numbers } = distances;
  for (const [name, value] of Object.entries(numbers)) near(found.distances[name as keyof typeof numbers], value);
  expect(found.distances.neyman).toHaveLength(neyman.length);
  neyman.forEach((component, j) => near(found.distances.neyman[j]!, component));
}

function near(found: number, wanted: number): void {
  const error = Math.abs(found - wanted) / Math.max(1, Math.abs(wanted));
  expect(error).toBeLessThanOrEqual(1e-12);
}

function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random stream of every kind of subject, half of it the baseline, counted in three partitions. */
async function world(seed: number): Promise<{ baseline: Baseline; profiles: readonly Profile[] }> {
  const next = uniform(seed);
  const z = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const shift = next() < 0.5 ? 0 : z() / 2;
  const levels = 2 + Math.floor(next() * 40);
  const size = 1_500 + Math.floor(next() * 3_000);
  const events = Array.from({ length: 2 * size }, (_, k): StoredEvent => {
    const moved = k < size ? 0 : shift;
    const features = {
      number: next() < 0.01 ? null : z() + moved,
      spiked: next() < 0.3 ? 0 : Math.exp(z() + moved),
      few: Math.floor(next() * 7 + Math.max(0, moved)),
      category: next() < 0.001 ? `new ${k}` : `c${Math.floor(next() ** 2 * levels + Math.max(0, moved))}`,
      region: `r${Math.floor(next() * 3)}`,
      mixed: next() < 0.002 ? 'text' : z(),
    };
    const prediction = { score: next(), label: next() < 0.4 + moved / 10 ? 'yes' : 'no' };
    return { source: { topic: 't', partition: k % 3, offset: k, part: 0 }, event: eventOf(k, features, prediction) };
  });
  const baseline = await makeBaseline({
    model: `m${seed}`,
    model_version: '',
    made_from: `stream ${seed}`,
    tick: { kind: 'time', ms: tickMs },
    segment_fields: ['region'],
    events: () => [events.slice(0, size)],
  });
  const profiles = [0, 1, 2].flatMap((partition) => {
    const counter = new PartitionCounter({
      topic: 't',
      partition,
      feed: 'events',
      lateness_ms: 0,
      baselineOf: () => baseline,
    });
    for (const { source, event } of events.slice(size))
      if (source.partition === partition) counter.takeEvent(source, event);
    counter.takeWatermark(Infinity);
    return counter.drain(2 * size, 0).profiles;
  });
  return { baseline, profiles };
}

function eventOf(
  k: number,
  features: InferenceEvent['features'],
  prediction: InferenceEvent['prediction'],
): InferenceEvent {
  const named = { model: 'm', request_id: `r${k}`, event_time: k * 1_000 };
  return wholeEvent({ ...named, features, prediction, status: k % 97 === 0 ? 'error' : 'ok' });
}

function stretch(next: () => number, segments: readonly string[]): Stretch {
  const from = 20 + Math.floor(next() * 100);
  const to = from + 1 + Math.floor(next() ** 2 * 60);
  return { segment: segments[Math.floor(next() * segments.length)]!, from, to };
}

function within({ segment, from, to }: Stretch, subject: string): (profile: Profile) => boolean {
  return (profile) =>
    profile.subject === subject && profile.segment === segment && profile.tick >= from && profile.tick < to;
}

function judged(baseline: Baseline, profiles: readonly Profile[]): readonly Verdict[] {
  const policy = policyFor({ baseline, feed: 'events', alarms_per_week: 1 });
  const judge = new Judge({ baseline, feed: 'events', policy });
  const merged = mergeProfiles(profiles);
  const ticks = [...new Set(merged.map(({ tick }) => tick))];
  return ticks
    .flatMap(
      (tick) =>
        judge.take(
          tick,
          merged.filter((profile) => profile.tick === tick),
        ).verdicts,
    )
    .filter(({ subject }) => subject !== 'volume');
}

function subjectOf(baseline: Baseline, name: string): BaselineSubject {
  return baseline.subjects.find(({ subject }) => subject === name)!;
}

function namesOf({ subjects }: Baseline): readonly string[] {
  return subjects.map(({ subject }) => subject).sort();
}
