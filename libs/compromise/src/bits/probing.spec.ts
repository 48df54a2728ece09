import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '@anchorwatch/telemetry';
import { fitSpace, pointOf } from '../space.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import type { PlacedEvent } from '../calibrate.js';
import { climbs } from './climbs.js';
import { isBlind, type Bit, type Detector } from './detector.js';
import { heldKeys } from './held-keys.js';
import { sweeps } from './sweeps.js';

const healthy = ordinary(new Chance(1), 0, 3_000);
const space = fitSpace(healthy.map(({ event }) => event))!;
const questionsOf = (events: readonly PlacedEvent[]) =>
  events.map(({ offset, event }) => ({ offset, event, point: pointOf(space, event) }));

function read<Fitted, Memory>(detector: Detector<Fitted, Memory>, events: readonly PlacedEvent[]): readonly Bit[] {
  const fitted = detector.fit(questionsOf(healthy));
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const reader = detector.open(fitted);
  return questionsOf(events).map((question) => reader.read(question)[0]);
}

const shareOf = (bits: readonly Bit[]) => {
  const spoken = bits.filter((bit) => bit !== undefined);
  return spoken.filter((bit) => bit !== false).length / spoken.length;
};

describe('sweeps', () => {
  const person = { a: 0.3, b: -0.2, c: 0.5, d: 1.1, kind: 'plain' };
  const trying = (c: number, at: number, key = 'thief') => asked(5_000 + at, { key }, { ...person, c });

  it('see the third value of a feature whose others are held, from whomever it comes, and not the same again', () => {
    const others = ordinary(new Chance(4), 6_000, 3);
    const events = [trying(0, 0), others[0]!, trying(1, 1, 'second'), others[1]!, trying(1, 2), trying(2, 3, 'third')];
    expect(read(sweeps, events)).toEqual([
      false,
      false,
      false,
      false,
      false,
      expect.objectContaining({ beside: 'r5000#0' }),
    ]);
  });

  it('are silent on ordinary questions and on two values', () => {
    expect(shareOf(read(sweeps, ordinary(new Chance(2), 5_000, 3_000)))).toBe(0);
    expect(
      shareOf(
        read(
          sweeps,
          Array.from({ length: 30 }, (_, k) => trying(k % 2, k)),
        ),
      ),
    ).toBe(0);
  });

  it('are blind with three features, and where none takes three values', () => {
    const few = [asked(0, { key: 'p' }, { a: 1, b: 2, c: 3 })];
    expect(sweeps.fit(questionsOf(few))).toEqual({ blind: expect.stringContaining('only 3 features') });
    const flags = healthy.map(({ offset, event }) =>
      asked(offset, event.principal, { a: offset % 2, b: 1, c: 0, d: offset % 2 }),
    );
    expect(sweeps.fit(questionsOf(flags))).toEqual({ blind: 'no feature takes three values' });
  });

  it('tell questions apart by each feature that is held', () => {
    const uniform = new Chance(3);
    const keys = new Set<number>();
    const rows = Array.from({ length: 5_000 }, () =>
      Float64Array.from([uniform.below(50), uniform.below(50), uniform.normal()]),
    );
    for (const row of rows) keys.add(heldKeys(row, 3)[0]![0]);
    expect(keys.size).toBe(5_000);
    const [one, other] = [Float64Array.from([1, 2, 3]), Float64Array.from([1, 9, 3])].map((row) => heldKeys(row, 3));
    expect(one!.map(([key], k) => key === other![k]![0])).toEqual([false, true, false]);
  });
});

describe('climbs', () => {
  /** Inversion by trial: variations of the best so far, four at a time. */
  const inversion = (chance: Chance) => {
    let [best, confidence]: [Record<string, FeatureValue>, number] = [{ ...healthy[0]!.event.features }, 0];
    return Array.from({ length: 25 }, (_, round) => {
      const tried = Array.from({ length: 4 }, (__, k) =>
        asked(5_000 + 4 * round + k, { key: 'thief' }, varied(best, chance)),
      );
      for (const { event } of tried)
        if (event.prediction.score! > confidence) [best, confidence] = [{ ...event.features }, event.prediction.score!];
      return tried;
    }).flat();
  };
  const varied = (features: Record<string, FeatureValue>, chance: Chance) => ({
    ...features,
    ...Object.fromEntries(names.map((name) => [name, Number(features[name]) + 0.15 * chance.normal()])),
  });

  it('are set by most tries around the best so far, and by a tenth of ordinary questions', () => {
    expect(shareOf(read(climbs, inversion(new Chance(7))))).toBeGreaterThan(0.3);
    expect(shareOf(read(climbs, ordinary(new Chance(2), 5_000, 3_000)))).toBeLessThan(0.16);
  });

  it('take no retry for a try, and say nothing of a principal’s first questions', () => {
    const first = ordinary(new Chance(2), 5_000, 200)
      .filter(({ event }) => event.principal.key === 'k0')
      .slice(0, 12);
    const bits = read(
      climbs,
      first.flatMap((placed) => [placed, placed]),
    );
    expect(bits.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => undefined));
    expect(
      bits
        .slice(7)
        .filter((_, k) => k % 2 === 0)
        .every((bit) => bit === false),
    ).toBe(true);
  });

  it('are blind without principals and without probabilities', () => {
    const change = (event: Partial<PlacedEvent['event']>) =>
      questionsOf(healthy.map((placed) => ({ ...placed, event: { ...placed.event, ...event } })));
    expect(climbs.fit(change({ principal: {} }))).toEqual({ blind: 'no principals' });
    expect(climbs.fit(change({ prediction: { label: 'yes' } }))).toEqual({
      blind: expect.stringContaining('no probabilities'),
    });
  });
});
