import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '@anchorwatch/telemetry';
import type { PlacedEvent } from '../calibrate.js';
import { fitSpace, pointOf } from '../space.js';
import { answerOf, asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { ExposureBook } from './exposure-book.js';
import { Lessons, mostQuestions } from './lessons.js';
import { learn, learnNumbers } from './surrogate.js';

const healthy = ordinary(new Chance(1), 0, 4_000);
const space = fitSpace(healthy.map(({ event }) => event))!;
const chance = new Chance(3);
const anew = (): Record<string, FeatureValue> => ({
  ...Object.fromEntries(names.map((name) => [name, chance.normal()])),
  kind: 'plain',
});

describe('exposure', () => {
  it('states what a thief who asks like customers could reproduce, within three points of the truth', () => {
    const book = new ExposureBook();
    healthy.forEach(({ offset, event }, index) => {
      book.take({ offset, event, point: pointOf(space, event) });
      const theft = asked(10_000 + offset, { key: 'thief' }, anew()).event;
      if (index % 5 === 0) book.take({ offset, event: theft, point: pointOf(space, theft) });
    });
    const exposures = book.exposures();
    const thief = exposures.find(({ principal }) => principal === 'thief')!;
    expect(thief.questions).toBe(800);
    expect(thief.fidelity).toBeGreaterThan(0.85);

    // What the thief would reach: a copy of its own, tried on very many questions of the others.
    const own = new Chance(3);
    const lesson = Array.from({ length: 800 }, () => ({
      ...Object.fromEntries(names.map((name) => [name, own.normal()])),
      kind: 'plain',
    }));
    const classOf = (features: Record<string, FeatureValue>) => (answerOf(features).label === 'yes' ? 1 : 0);
    const copy = learn(
      { points: lesson.map((features) => pointOf(space, { features })), classes: lesson.map(classOf) },
      2,
    );
    const others = ordinary(new Chance(77), 0, 20_000);
    const truth =
      others.filter(({ event }) => copy(pointOf(space, event)) === classOf({ ...event.features })).length / 20_000;
    expect(Math.abs(thief.fidelity - truth)).toBeLessThan(0.03);
    expect(exposures.map(({ fidelity }) => fidelity)).toEqual(
      exposures.map(({ fidelity }) => fidelity).sort((a, b) => b - a),
    );
  });

  it('states the same of a model that answers with numbers, as the share that a copy meets within a fifth of their spread', () => {
    const valueOf = (features: Readonly<Record<string, FeatureValue>>) =>
      20 * Number(features['a']) - 9 * Number(features['b']) + 5 * Math.abs(Number(features['c']));
    const answered = ({ offset, event }: PlacedEvent) => ({
      offset,
      event: { ...event, prediction: { value: valueOf(event.features) } },
      point: pointOf(space, event),
    });
    const own = new Chance(6);
    const theft = Array.from({ length: 800 }, (_, k) =>
      asked(
        10_000 + k,
        { key: 'thief' },
        { ...Object.fromEntries(names.map((name) => [name, own.normal()])), kind: 'plain' },
      ),
    );
    const book = new ExposureBook();
    healthy.forEach((placed, k) => {
      book.take(answered(placed));
      if (k % 5 === 0) book.take(answered(theft[k / 5]!));
    });
    const thief = book.exposures().find(({ principal }) => principal === 'thief')!;
    expect(thief.questions).toBe(800);
    expect(thief.fidelity).toBeGreaterThan(thief.without + 0.25);

    const lesson = {
      points: theft.map(({ event }) => pointOf(space, event)),
      values: theft.map(({ event }) => valueOf(event.features)),
    };
    const copy = learnNumbers(lesson);
    const others = ordinary(new Chance(77), 0, 20_000);
    const near = ({ event }: PlacedEvent) =>
      Math.abs(copy(pointOf(space, event)) - valueOf(event.features)) <= thief.within;
    expect(Math.abs(thief.fidelity - others.filter(near).length / 20_000)).toBeLessThan(0.03);
    expect(new ExposureBook(book.memory()).exposures()).toEqual(book.exposures());
  });

  it('says nothing of those who asked little, and of answers that are neither classes nor numbers', () => {
    const book = new ExposureBook();
    healthy.slice(0, 40).forEach(({ offset, event }) => book.take({ offset, event, point: pointOf(space, event) }));
    healthy.forEach(({ offset, event }) =>
      book.take({ offset, event: { ...event, prediction: { score: 1 } }, point: pointOf(space, event) }),
    );
    expect(book.exposures()).toEqual([]);
  });

  it('keeps a bounded memory, of those who asked most', () => {
    const lessons = new Lessons();
    const answered = { point: new Float64Array(1), label: 'a', value: NaN };
    for (let k = 0; k < 2_000; k++) lessons.take('heavy', String(k), answered);
    for (let k = 0; k < 50_000; k++) lessons.take(`newcomer${k}`, 'x', answered);
    expect(lessons.atLeast(mostQuestions).map(([principal]) => principal)).toEqual(['heavy']);
    expect(lessons.atLeast(1).length).toBeLessThanOrEqual(128);
  });

  it('keeps no more coordinates of long embeddings than of short ones, of fewer who asked most', () => {
    const lessons = new Lessons();
    const answered = { point: new Float64Array(2_048), label: 'a', value: NaN };
    for (let k = 0; k < 1_000; k++) for (const who of ['a', 'b', 'c']) lessons.take(who, String(k), answered);
    for (let k = 0; k < 50_000; k++) lessons.take(`newcomer${k % 100}`, `x${k}`, answered);
    const kept = lessons.atLeast(1);
    expect(kept.slice(0, 3).map(([principal]) => principal)).toEqual(['a', 'b', 'c']);
    const questions = kept.reduce((sum, [, answers]) => sum + answers.size, 0);
    expect(questions * 2_048).toBeLessThanOrEqual(8_000_000);
  });
});

describe('a surrogate', () => {
  it('learns a boundary across two axes, and the same lesson gives the same copy', () => {
    const uniform = new Chance(5);
    const points = Array.from({ length: 1_500 }, () =>
      Float64Array.from([uniform.normal(), uniform.normal(), uniform.normal()]),
    );
    const classes = points.map(([x, y]) => (x! + y! > 0 ? 1 : 0));
    const half = { points: points.slice(0, 750), classes: classes.slice(0, 750) };
    const [copy, again] = [learn(half, 2), learn(half, 2)];
    const answers = points.slice(750).map(copy);
    expect(answers.filter((answer, k) => answer === classes[750 + k]).length / 750).toBeGreaterThan(0.9);
    expect(points.slice(750).map(again)).toEqual(answers);
  });
});
