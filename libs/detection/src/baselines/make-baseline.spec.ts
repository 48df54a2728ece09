import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { canonical, digestOf } from '../digest.js';
import { makeBaseline } from './make-baseline.js';
import { BaselineRefused } from './survey.js';
import { baselineOf, eventAt, labelAt, normal, uniform } from '../streams.fixture.js';

function healthy(count: number): readonly StoredEvent[] {
  const z = normal(21);
  const u = uniform(22);
  return Array.from({ length: count }, (_, k) => {
    const features = {
      distance: k % 50 === 0 ? null : z(),
      colour: k === 17 ? 'mauve' : u() < 0.7 ? 'red' : 'green',
      always: 7,
      list: [1, 2],
      score: u() < 0.5,
    };
    return eventAt(k, {
      features,
      status: k % 10 === 0 ? 'error' : 'ok',
      prediction: k % 10 === 0 ? {} : { score: u() },
    });
  });
}

describe('makeBaseline', () => {
  it('profiles every feature and answer by its kind, and counts what is missing', async () => {
    const baseline = await baselineOf(healthy(1000));
    const bySubject = new Map(baseline.subjects.map((subject) => [subject.subject, subject]));
    expect([...bySubject.keys()]).toEqual([
      ...['always', 'colour', 'distance', 'feature score', 'score', 'errors'],
      ...['colour × distance', 'colour × feature score', 'distance × feature score'],
    ]);
    expect(bySubject.get('always')!.bins).toEqual({ kind: 'values', values: [7] });
    expect(bySubject.get('distance')!.profiles[0]).toMatchObject({ nulls: 20, wrong_type: 0 });
    expect(bySubject.get('distance')!.profiles[0]!.counts).toHaveLength(60);
    expect(bySubject.get('score')!.profiles[0]).toMatchObject({ nulls: 0 });
    expect(bySubject.get('errors')!.profiles[0]!.counts).toEqual([900, 100]);
    expect(baseline).toMatchObject({ events: 1000, ticks: 50, volume: [], segments: [] });
  });

  it('counts a category seen once as one that would have been new', async () => {
    const colour = (await baselineOf(healthy(1000))).subjects.find(({ subject }) => subject === 'colour')!;
    expect(colour.bins).toEqual({ kind: 'categories', categories: ['red', 'green'], other: ['mauve'] });
    expect(colour.profiles[0]!.counts.slice(2)).toEqual([0, 1]);
  });

  it('keeps the range of numbers, and counts those that are none beside it', async () => {
    const z = normal(23);
    const odd = [NaN, Infinity, -Infinity];
    const events = Array.from({ length: 2000 }, (_, k) =>
      eventAt(k, { features: { distance: k === 7 ? 99 : k < 3 ? odd[k]! : z() } }),
    );
    const baseline = await baselineOf(events);
    const distance = baseline.subjects[0]!;
    expect(baseline.format).toBe('anchorwatch-baseline-2');
    expect(distance).toMatchObject({ most: 99, mean: expect.closeTo(0.05, 1) });
    expect(distance.least).toBeLessThan(-2);
    expect(distance.profiles[0]).toMatchObject({ nulls: 0, nans: 1, infinities: 2 });
    expect(distance.profiles[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(1997);
    expect(distance.beyond![0]).toEqual({ scale: 1, below: 1, above: 1 });
  });

  it('finds no overdispersion in independent values beyond its margin of safety', async () => {
    const [measured] = (await baselineOf(healthy(4000))).subjects.find(({ subject }) => subject === 'distance')!
      .profiles[0]!.overdispersion;
    expect(measured).toMatchObject({ scale: 1, windows: 200 });
    for (const found of measured!.neyman) expect(found).toBeLessThan(1.6);
  });

  it('lets windows that are few and agree with independence take nothing from what many have shown', async () => {
    const z = normal(31);
    const events = Array.from({ length: 8000 }, (_, k) => eventAt(k, { features: { level: z() } }));
    const measured = (await baselineOf(events)).subjects[0]!.profiles[0]!.overdispersion;
    expect(measured.map(({ scale }) => scale)).toEqual([1, 2, 4, 8]);
    expect(measured.at(-1)!.scores).toBe(measured[0]!.scores);
    expect(measured[0]!.scores).toBeLessThan(1.3);
  });

  it('hears of dependence that shows in longer windows only', async () => {
    const z = normal(32);
    const events = Array.from({ length: 8000 }, (_, k) =>
      eventAt(k, { features: { level: z() + 0.5 * Math.sin(k / 200) } }),
    );
    const measured = (await baselineOf(events)).subjects[0]!.profiles[0]!.overdispersion;
    expect(measured.at(-1)!.scores).toBeGreaterThan(3 * measured[0]!.scores!);
  });

  it('is the same for the same events, however they are paged, and names itself by its content', async () => {
    const events = healthy(500);
    const whole = await baselineOf(events);
    const options = {
      model: 'churn',
      model_version: '1',
      made_from: 'a seeded stream',
      tick: { kind: 'count', events: 20 },
      segment_fields: [],
    } as const;
    async function* pages() {
      for (let from = 0; from < events.length; from += 7) yield events.slice(from, from + 7);
    }
    const paged = await makeBaseline({ ...options, events: pages });
    expect(paged).toEqual(whole);
    const { digest, ...body } = whole;
    expect(digestOf(body)).toBe(digest);
    expect(JSON.parse(canonical(whole))).toEqual(whole);
  });

  it('measures traffic and segments that are large enough', async () => {
    const events = healthy(2000).map(({ source, event }) => ({
      source,
      event: {
        ...event,
        attributes: {
          region: event.row === 0 && source.offset % 3 === 0 ? 'north' : 'south',
          rare: String(source.offset),
        },
      },
    }));
    const baseline = await baselineOf(events, { kind: 'time', ms: 1000 }, ['region', 'rare']);
    expect(baseline.segments).toEqual(['region=south', 'region=north']);
    expect(baseline.volume[0]!.scales[0]).toMatchObject({ scale: 1, mean: 10, variance: 0, least: 10, most: 10 });
    expect(baseline.subjects[0]!.profiles.map(({ segment }) => segment)).toEqual(['', 'region=south', 'region=north']);
  });

  it('ticks truth by count with the events it is the truth of, also where few have one', async () => {
    const events = healthy(2_000);
    const labels = events.flatMap((_, at) => (at % 4 === 0 ? [labelAt(at, at % 8 === 0 ? 'yes' : 'no')] : []));
    const about = { model: 'm', model_version: '', made_from: '', segment_fields: [], joint: false };
    const made = await makeBaseline({
      ...about,
      tick: { kind: 'count', events: 20 },
      events: () => [events],
      labels: () => [labels],
    });
    const truth = made.subjects.find(({ role }) => role === 'truth')!;
    expect(truth.profiles[0]!.overdispersion[0]).toMatchObject({ scale: 1, windows: 100 });
  });

  it('refuses too little, and events that change between the passes', async () => {
    await expect(baselineOf([])).rejects.toThrow('there are no events');
    await expect(baselineOf(healthy(99))).rejects.toThrow('at least 100 events, got 99');
    await expect(baselineOf(healthy(200), { kind: 'count', events: 20 }, ['a', 'b', 'a'])).rejects.toMatchObject({
      about: 'segment_fields',
      message: 'the field a is named twice',
    });
    let pass = 0;
    const options = {
      model: 'm',
      model_version: '',
      made_from: '',
      tick: { kind: 'count', events: 20 },
      segment_fields: [],
    } as const;
    await expect(makeBaseline({ ...options, events: () => [healthy(200 + pass++)] })).rejects.toThrow(BaselineRefused);
  });
});
