import { describe, expect, it } from '@jest/globals';
import { fitSpace, pointOf } from '../space.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import type { PlacedEvent } from '../calibrate.js';
import { isBlind } from './detector.js';
import { relays } from './relays.js';

const healthy = ordinary(new Chance(1), 0, 4_000);
const space = fitSpace(healthy.map(({ event }) => event))!;
const questionsOf = (events: readonly PlacedEvent[]) =>
  events.map(({ offset, event }) => ({ offset, event, point: pointOf(space, event) }));
const fitted = relays.fit(questionsOf(healthy));

/** What is said of each question when it is read after ordinary ones. */
function read(events: readonly PlacedEvent[]) {
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const reader = relays.open(fitted);
  for (const question of questionsOf(healthy.slice(-500))) reader.read(question);
  return questionsOf(events).map((question) => reader.read(question)[0]);
}

const start = Object.fromEntries(names.map((name, k) => [name, 0.1 + k / 7]));
/** The k-th step of a walk of small changes. */
const step = (k: number) => ({ ...start, a: 0.1 + k / 1_000, kind: 'plain' });

const other = ordinary(new Chance(9), 0, 10).map(({ event }) => event.features);

describe('relays', () => {
  it('see the fourth hand of a walk and who took the steps before, whatever others ask in between', () => {
    const between = ordinary(new Chance(5), 6_000, 12);
    const walk = Array.from({ length: 6 }, (_, k) => [
      asked(5_000 + 3 * k, { key: `account${k}` }, step(k)),
      ...between.slice(2 * k, 2 * k + 2),
    ]);
    const bits = read(walk.flat()).filter((_, k) => k % 3 === 0);
    expect(bits.slice(0, 3)).toEqual([false, false, false]);
    expect(bits[3]).toMatchObject({ flipped: false, hands: ['account0', 'account1', 'account2', 'account3'] });
    expect(bits[5]).toMatchObject({ hands: Array.from({ length: 6 }, (_, k) => `account${k}`) });
  });

  it.each([
    ['the walk of one account', () => 'account', step],
    ['two accounts that take turns', (k: number) => `account${k % 2}`, step],
    ['retries', (k: number) => `account${Math.floor(k / 4)}`, (k: number) => other[Math.floor(k / 4)]!],
    ['what several ask alike', (k: number) => `account${k}`, (k: number) => step(k % 5)],
  ])('are silent on %s', (_, who, what) => {
    const events = Array.from({ length: 40 }, (__, k) => asked(5_000 + k, { key: who(k) }, what(k)));
    expect(read(events).slice(5)).toEqual(Array.from({ length: 35 }, () => false));
  });

  it('are set by one ordinary question in a thousand at most', () => {
    const bits = read(ordinary(new Chance(2), 5_000, 6_000));
    expect(bits.filter((bit) => bit !== false).length).toBeLessThanOrEqual(6);
  });

  it('are blind without principals, and where everybody asks nearly the same', () => {
    const anonymous = healthy.map((placed) => ({ ...placed, event: { ...placed.event, principal: {} } }));
    expect(relays.fit(questionsOf(anonymous))).toEqual({
      blind: 'the baseline names 0 principals, at least 10 are needed',
    });
    const alike = healthy.map(({ offset, event }) =>
      asked(offset, event.principal, { a: offset % 29, b: 1, c: 2, d: 3, e: offset % 31 }),
    );
    expect(relays.fit(questionsOf(alike))).toEqual({ blind: expect.stringContaining('as near to each other') });
  });

  it('are still told by few features where distances tell', () => {
    const two = healthy.map((placed) => {
      const { a, b } = placed.event.features;
      return asked(placed.offset, placed.event.principal, { a: a!, b: b! });
    });
    expect(relays.fit(questionsOf(two))).toMatchObject({ steps: false, names: ['a', 'b'] });
  });
});
