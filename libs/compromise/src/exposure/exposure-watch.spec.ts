import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '@anchorwatch/telemetry';
import { isBlind } from '../bits/detector.js';
import { blindSpots } from '../blind-spots.js';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { findingOf } from '../finding-of.js';
import type { Signal } from '../signal.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { ExposureWatch } from './exposure-watch.js';
import { besideComparable, criticalFidelity, fitComparable, type Comparable } from './comparable.js';

/** Customers each of whom asks about cases of a narrow kind of its own. */
function customers(chance: Chance, from: number, n: number, moved = 0): PlacedEvent[] {
  return Array.from({ length: n }, (_, k) => {
    const who = chance.below(45);
    return asked(from + k, { key: `k${who}` }, near(who, chance, moved));
  });
}

function near(who: number, chance: Chance, moved: number): Record<string, FeatureValue> {
  return {
    ...Object.fromEntries(
      names.map((name, at) => [name, moved + 1.6 * Math.sin(who * 7 + 3 * at) + 0.15 * chance.normal()]),
    ),
    kind: 'plain',
  };
}

const healthy = customers(new Chance(1), 0, 9_000);
const calibration = calibrate('loans', '1', healthy);
const budget = { alarms: 0.05, questions: 9_000 };

function exposureSignals(
  theirs: (chance: Chance) => Record<string, FeatureValue>,
  moved = 0,
  cut = -1,
): readonly Signal[] {
  let watcher = new Watcher(calibration, budget);
  watcher.recall(healthy);
  const chance = new Chance(6);
  const events = customers(new Chance(2), 9_000, 3_500, moved).flatMap((placed, k) =>
    k % 6 === 0 ? [placed, asked(placed.offset + 0.5, { key: 'other' }, theirs(chance))] : [placed],
  );
  return events
    .flatMap((placed, k) => {
      if (k === cut) watcher = Watcher.restore(calibration, budget, watcher.memory());
      return watcher.take(placed);
    })
    .filter(({ bit }) => bit.name === 'exposure');
}

/** A thief asks questions as all customers together do. */
const thief = (chance: Chance) => near(chance.below(45), chance, 0);

describe('exposure beside comparable customers', () => {
  it('finds a thief who asks what customers ask, but what all of them ask', () => {
    const [signal, ...more] = exposureSignals(thief).filter(({ ended }) => ended === undefined);
    expect(more).toEqual([]);
    expect(signal).toMatchObject({ level: 'key', principal: 'other' });
    expect(signal!.exposure!.fidelity).toBeGreaterThan(signal!.excess.rate);
    expect(signal!.excess.set).toBeGreaterThanOrEqual(signal!.excess.critical);
    const finding = findingOf(signal!, calibration, { baseline: 'b', tickOf: () => 0 });
    expect(finding).toMatchObject({ kind: 'extraction', subject: 'exposure', principals: ['other'] });
    expect(finding.words).toMatch(/% of the model’s answers to others could be reproduced .* of key other/);
    expect(exposureSignals(thief, 0, 2_345)).toEqual(exposureSignals(thief));
  });

  it.each([
    ['a customer who asks very much of its own kind', (chance: Chance) => near(50, chance, 0), 0],
    ['customers who all drift', (chance: Chance) => near(51, chance, 0.7), 0.7],
  ])('accuses nobody for %s', (_, theirs, moved) => {
    expect(exposureSignals(theirs, moved)).toEqual([]);
  });

  it('reckons with how far the others lie apart at present: where all drift, who is measured last is moved farthest', () => {
    const comparable: Comparable = { principals: 40, x: Math.log(50), y: 2, slope: 0, deviation: 0.2, spread: 1 };
    const plain = { level: 'key', questions: 50, low: 0, high: 1, without: 0.5, within: 0, tried: 2_000 } as const;
    const signalAfter = (odds: (k: number) => number) => {
      const watch = new ExposureWatch({ key: comparable });
      const taken = (principal: string, logOdds: number) =>
        watch.take({ ...plain, principal, fidelity: 1 / (1 + Math.exp(-logOdds)) }, { offset: 0, time: 0 }, 1e-5);
      for (let k = 0; k < 30; k++) expect(taken(`k${k}`, odds(k))).toBeUndefined();
      return taken('last', 4);
    };
    expect(signalAfter((k) => 2 + (k % 2 ? 0.2 : -0.2))).toMatchObject({ principal: 'last' });
    expect(signalAfter((k) => 2 + 0.05 * k)).toBeUndefined();
  });

  it('says how many comparable customers there are where they are too few', () => {
    const few = calibrate('loans', '1', ordinary(new Chance(1), 0, 1_500));
    expect(blindSpots(few)).toContainEqual({
      detector: 'exposure by key',
      reason: expect.stringMatching(/^insufficient calibration: \d+ healthy principals with 50 different questions/),
    });
  });
});

describe('comparable customers', () => {
  const chance = new Chance(4);
  const odds = (x: number) => 1 / (1 + Math.exp(-x));
  const learned = Array.from({ length: 60 }, (_, k) => {
    const own = 0.3 * chance.normal();
    return [50, 100, 200].map((questions) => ({
      principal: `k${k}`,
      questions,
      fidelity: odds(0.4 * Math.log(questions) - 1 + own),
    }));
  }).flat();
  const comparable = fitComparable(learned) as Comparable;

  it('are a line over how many questions they asked, with the spread of principals', () => {
    expect(isBlind(comparable)).toBe(false);
    expect(comparable.slope).toBeCloseTo(0.4, 6);
    expect(comparable.deviation).toBeCloseTo(0.3, 1);
    const at = (questions: number) => besideComparable(comparable, { questions, fidelity: 0.9 }, 0).expected;
    expect(at(400)).toBeCloseTo(odds(0.4 * Math.log(400) - 1), 1);
  });

  it('are exceeded as often as chance says', () => {
    const beyond = Array.from({ length: 4_000 }, () => {
      const fidelity = odds(0.4 * Math.log(100) - 1 + 0.3 * chance.normal());
      return besideComparable(comparable, { questions: 100, fidelity }, 0).p_value <= 0.05;
    });
    expect(beyond.filter(Boolean).length / 4_000).toBeLessThan(0.075);
    expect(beyond.filter(Boolean).length / 4_000).toBeGreaterThan(0.025);
  });

  it('ask for more where everybody is more exposed at present, and where less may be spent', () => {
    const critical = (shift: number, alpha: number) => criticalFidelity(comparable, 200, shift, alpha);
    expect(critical(0.5, 1e-3)).toBeGreaterThan(critical(0, 1e-3));
    expect(critical(0, 1e-6)).toBeGreaterThan(critical(0, 1e-3));
    expect(besideComparable(comparable, { questions: 200, fidelity: critical(0, 1e-3) }, 0).p_value).toBeCloseTo(
      1e-3,
      4,
    );
  });
});
