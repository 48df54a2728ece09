import { describe, expect, it } from '@jest/globals';
import { fitSpace, pointOf } from '../space.js';
import { asked, Chance, ordinary } from '../traffic.fixture.js';
import type { PlacedEvent } from '../calibrate.js';
import { mostBits } from '../principals/history.js';
import type { Question } from '../question.js';
import { isBlind } from './detector.js';
import { declarations, detectors } from './detectors.js';
import { linkage } from './linkage.js';
import { margin } from './margin.js';
import { novelty } from './novelty.js';
import { repeats } from './repeats.js';
import { steps } from './steps.js';

function questionsOf(events: readonly PlacedEvent[]): readonly Question[] {
  const space = fitSpace(events.map(({ event }) => event))!;
  return events.map(({ offset, event }) => ({ offset, event, point: pointOf(space, event) }));
}

const healthy = questionsOf(ordinary(new Chance(1), 0, 3_000));

describe('declarations', () => {
  it('name each bit once, with what it needs, speaks of and cannot see', () => {
    expect(new Set(declarations.map(({ name }) => name)).size).toBe(declarations.length);
    expect(Object.values(detectors).flatMap(({ bits }) => bits).length).toBeLessThanOrEqual(mostBits);
    for (const { means, needs, costs, evaded_by, atlas, owasp, nist } of declarations) {
      expect([means, needs, costs, evaded_by].every((text) => text.length > 5)).toBe(true);
      expect(atlas.every((id) => /^AML\.T\d{4}(\.\d{3})?$/.test(id))).toBe(true);
      expect(owasp.every((id) => /^(ML|LLM)\d{2}:20\d{2}$/.test(id))).toBe(true);
      expect(nist.every((id) => /^NISTAML\.\d{2,3}$/.test(id))).toBe(true);
    }
  });
});

describe('novelty', () => {
  const fitted = novelty.fit(healthy);

  it('finds one in a hundred fresh healthy questions novel, and far ones always', () => {
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = novelty.open(fitted);
    const space = fitSpace(healthy.map(({ event }) => event))!;
    const fresh = ordinary(new Chance(2), 0, 3_000).map(({ offset, event }) =>
      read({ offset, event, point: pointOf(space, event) }),
    );
    const spoken = fresh.filter(([novel]) => novel !== undefined);
    const rate = spoken.filter(([novel]) => novel === true).length / spoken.length;
    expect(rate).toBeGreaterThan(0.004);
    expect(rate).toBeLessThan(0.025);
    const far = asked(0, { key: 'x' }, { a: 9, b: -9, c: 9, d: 9, kind: 'plain' }).event;
    expect(read({ offset: 0, event: far, point: pointOf(space, far) })).toEqual([true, true]);
  });

  it('does not speak of questions that are in its reference', () => {
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = novelty.open(fitted);
    const [row] = fitted.reference;
    expect(read({ ...healthy[0]!, point: Float64Array.from(row!) })).toEqual([undefined, undefined]);
  });

  it('is blind with few different questions, and says how many', () => {
    const same = Array.from({ length: 500 }, (_, k) => asked(k, { key: 'a' }, { a: k % 5, b: 1, c: 2, d: 3 }));
    expect(novelty.fit(questionsOf(same))).toEqual({ blind: expect.stringContaining('only 5 different questions') });
  });
});

describe('linkage', () => {
  it('links a small step and not the same question again', () => {
    const fitted = linkage.fit(healthy);
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = linkage.open(fitted);
    const at = (k: number) => ({
      ...healthy[0]!,
      point: healthy[0]!.point!.map((value) => value + k * fitted.near * 0.2),
    });
    expect([at(0), at(0), at(1)].map((question) => read(question)[0])).toEqual([
      false,
      false,
      expect.objectContaining({ beside: healthy[0]!.event.event_id }),
    ]);
  });

  it('links embeddings as it links features, and no retries', () => {
    const chance = new Chance(4);
    const embedded = Array.from({ length: 600 }, (_, k) =>
      asked(k, { key: 'a' }, { text: Array.from({ length: 32 }, () => chance.normal()) }),
    );
    const fitted = linkage.fit(questionsOf(embedded));
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const reader = linkage.open(fitted);
    const [first] = questionsOf(embedded);
    const step = { ...first!, point: first!.point!.map((value, k) => value + (k === 3 ? fitted.near / 2 : 0)) };
    const bits = [...questionsOf(embedded).slice(0, 200), step, step].map((question) => reader.read(question)[0]);
    expect(bits.slice(0, 200).filter((bit) => bit !== false).length).toBeLessThan(4);
    expect(bits[200]).toMatchObject({ beside: first!.event.event_id });
  });

  it('is blind where healthy questions lie as near as any can', () => {
    const coarse = Array.from({ length: 600 }, (_, k) =>
      asked(k, { key: 'a' }, { a: k % 7, b: k % 11, c: k % 13, d: 0 }),
    );
    const doubled = [
      ...coarse,
      ...coarse.map(({ offset, event }) =>
        asked(offset, {}, { ...event.features, a: Number(event.features['a']) + 1e-9 }),
      ),
    ];
    expect(linkage.fit(questionsOf(doubled))).toEqual({ blind: expect.stringContaining('too coarse') });
  });
});

describe('steps', () => {
  it('compares with the principal’s own question before, whoever asked in between', () => {
    const { read } = steps.open({ names: ['a', 'b', 'c', 'd', 'e'] });
    const ask = (key: string, features: Record<string, number | null>) =>
      read({ ...healthy[0]!, event: asked(0, { key }, features).event })[0];
    const first = { a: 1, b: 2, c: 3, d: 4, e: null };
    expect(ask('p', first)).toBeUndefined();
    expect(ask('q', { ...first, a: 7, b: 8, c: 9 })).toBeUndefined();
    expect(ask('p', { ...first, a: 2 })).toEqual(expect.objectContaining({ beside: 'r0#0' }));
    expect(ask('p', { ...first, a: 2 })).toBe(false);
    expect(ask('p', { ...first, a: 3, b: 3, e: 1 })).toBe(false);
  });

  it('is blind without principals, and with three features', () => {
    expect(steps.fit(questionsOf([asked(0, {}, { a: 1, b: 2, c: 3, d: 4 })]))).toEqual({ blind: 'no principals' });
    expect(steps.fit(questionsOf([asked(0, { key: 'p' }, { a: 1, b: 2, c: 3 })]))).toEqual({
      blind: expect.stringContaining('only 3 features'),
    });
  });
});

describe('margin', () => {
  it('is set by the closest twentieth of healthy answers, and does not speak of errors', () => {
    const fitted = margin.fit(healthy);
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = margin.open(fitted);
    const set = healthy.filter((question) => read(question)[0] === true).length;
    expect(set / healthy.length).toBeCloseTo(0.05, 2);
    expect(read({ ...healthy[0]!, event: { ...healthy[0]!.event, status: 'error' } })).toEqual([undefined]);
  });
});

describe('repeats', () => {
  it('takes rounding of a deterministic model for the same answer, and another label for a conflict', () => {
    const fitted = repeats.fit(healthy);
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = repeats.open(fitted);
    const [question] = healthy;
    const { event } = question!;
    const as = (prediction: typeof event.prediction) => read({ ...question!, event: { ...event, prediction } })[0];
    expect(as(event.prediction)).toBeUndefined();
    expect(as({ ...event.prediction, score: event.prediction.score! + 1e-7 })).toBe(false);
    expect(as({ ...event.prediction, label: 'maybe' })).toEqual({ beside: event.event_id, flipped: true });
  });

  it.each([
    ['draws lots', (k: number) => ({ label: k % 2 ? 'yes' : 'no' }), 'answers the same question differently'],
    ['wavers', (k: number) => ({ label: 'yes', score: 0.5 + (k % 5) / 20 }), 'not deterministic'],
  ])('is blind where the model %s', (_, prediction, why) => {
    const events = Array.from({ length: 200 }, (__, k) =>
      asked(k, { key: 'p' }, { a: k % 40, b: 1, c: 1, d: 1 }, { prediction: prediction(Math.floor(k / 40)) }),
    );
    expect(repeats.fit(questionsOf(events))).toEqual({ blind: expect.stringContaining(why) });
  });

  it('is blind where nothing repeats, and where nothing is answered', () => {
    const once = Array.from({ length: 100 }, (_, k) => asked(k, {}, { a: k }));
    expect(repeats.fit(questionsOf(once))).toEqual({ blind: expect.stringContaining('only 0 questions repeat') });
    const mute = Array.from({ length: 100 }, (_, k) => asked(k, {}, { a: k % 9 }, { prediction: {} }));
    expect(repeats.fit(questionsOf(mute))).toEqual({ blind: 'no answers' });
  });
});
