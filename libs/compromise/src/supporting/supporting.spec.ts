import { describe, expect, it } from '@jest/globals';
import { calibrate } from '../calibrate.js';
import { findingOf } from '../finding-of.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { KernelDistance } from './kernel-distance.js';
import { prada } from './prada.js';

const chance = new Chance(3);
const point = (shift = 0) => Float64Array.from(names, () => chance.normal() + shift);
const answered = (points: readonly Float64Array[]) =>
  points.map((own) => ({ point: own, label: own[0]! > 0 ? 'yes' : 'no', value: NaN }));

describe('the normality of distances', () => {
  it('is higher for questions of people than for questions that were worked out in equal steps', () => {
    const people = prada(answered(Array.from({ length: 200 }, () => point())))!;
    const steps = prada(
      answered(
        Array.from({ length: 200 }, (_, k) =>
          Float64Array.from([k % 2 ? 1 : -1, k < 100 ? k / 9 : 0, 0, k >= 100 ? k : 0]),
        ),
      ),
    )!;
    expect(people).toBeGreaterThan(steps + 0.02);
  });

  it('is not told of few questions, or of distances that are all equal', () => {
    expect(prada(answered(Array.from({ length: 30 }, () => point())))).toBeUndefined();
    expect(prada(answered(Array.from({ length: 90 }, (_, k) => Float64Array.from([1 + k, 0, 0, 0]))))).toBeUndefined();
  });
});

describe('the distance from the reference', () => {
  const kernel = new KernelDistance(Array.from({ length: 800 }, () => point()));

  it('is about nothing for questions of the same law, and grows with how far others lie', () => {
    const from = (shift: number) => kernel.from(Array.from({ length: 200 }, () => point(shift)));
    expect(Math.abs(from(0))).toBeLessThan(0.01);
    expect(from(0.5)).toBeGreaterThan(0.02);
    expect(from(2)).toBeGreaterThan(from(0.5) + 0.2);
  });
});

describe('what supports a finding', () => {
  const healthy = ordinary(new Chance(1), 0, 5_000);
  const calibration = calibrate('loans', '1', healthy);

  it('shows coverage, classes, distances and what healthy principals show beside, and accuses nobody by itself', () => {
    expect(calibration.supporting!.principals).toBeGreaterThan(20);
    const watcher = new Watcher(calibration, { alarms: 0.05, questions: 5_000 });
    watcher.recall(healthy);
    const uniform = new Chance(6);
    const events = ordinary(new Chance(2), 5_000, 3_000).flatMap((placed, k) => {
      const features = Object.fromEntries(names.map((name) => [name, 16 * uniform.uniform() - 8]));
      return k % 8 === 0
        ? [placed, asked(placed.offset + 0.5, { key: 'thief' }, { ...features, kind: 'plain' })]
        : [placed];
    });
    const signals = events.flatMap((placed) => watcher.take(placed)).filter(({ ended }) => ended === undefined);
    expect(new Set(signals.map(({ principal }) => principal))).toEqual(new Set(['thief']));
    const supported = signals.filter(({ supporting }) => supporting !== undefined);
    expect(signals[0]!.supporting).toBeUndefined();
    for (const { supporting } of supported) expect(supporting!.healthy).toEqual(calibration.supporting);
  });

  it('stands in the finding where thirty different questions are remembered', () => {
    const watcher = new Watcher(calibration, { alarms: 0.05, questions: 5_000 });
    // The thief asks as customers do before it fills the space.
    const own = new Chance(9);
    const before = ordinary(new Chance(2), 5_000, 1_000).map(({ offset, event }) =>
      offset % 10 === 0 ? asked(offset, { key: 'thief' }, event.features) : { offset, event },
    );
    const theft = ordinary(new Chance(4), 6_000, 1_000).map(({ offset, event }) => {
      const features = Object.fromEntries(names.map((name) => [name, 16 * own.uniform() - 8]));
      return offset % 10 === 0 ? asked(offset, { key: 'thief' }, { ...features, kind: 'plain' }) : { offset, event };
    });
    const signals = [...before, ...theft].flatMap((placed) => watcher.take(placed));
    const signal = signals.find(({ level, principal }) => level === 'key' && principal === 'thief')!;
    const { questions } = findingOf(signal, calibration, { baseline: 'b', tickOf: () => 0 }).evidence;
    expect(questions!.supporting).toMatchObject({ classes: 2, healthy: calibration.supporting });
    expect(questions!.supporting!.questions).toBeGreaterThanOrEqual(100);
    expect(questions!.supporting!.reached).toBeLessThan(questions!.supporting!.of / 2);
  });
});
