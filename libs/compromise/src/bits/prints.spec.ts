import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import type { PlacedEvent } from '../calibrate.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { isBlind } from './detector.js';
import { PrintIndex } from './print-index.js';
import { prints } from './prints.js';

const questionsOf = (events: readonly PlacedEvent[]) => events.map((placed) => ({ ...placed, point: undefined }));

/** As a producer does it: values are quantised and hashed in pairs with a salt, features kept back. */
function printed({ offset, event }: PlacedEvent): PlacedEvent {
  const values = names.flatMap((name) => [40, 25, 12].map((size) => Math.round(Number(event.features[name]) * size)));
  const pairs = values.flatMap((value, k) => values.slice(k + 1, k + 4).map((other) => `${k} ${value} ${other}`));
  const hashes = pairs.map((pair) => createHash('sha256').update(`salt ${pair}`).digest('hex').slice(0, 16));
  return { offset, event: { ...event, features: {}, attributes: { fingerprint: hashes.join(' ') } } };
}

const healthy = ordinary(new Chance(1), 0, 3_000).map(printed);
const fitted = prints.fit(questionsOf(healthy));
const start = { a: 2.6, b: -2.4, c: 2.2, d: -2.8 };
/** After k small steps, of one value after the other. */
const step = (k: number) =>
  Object.fromEntries(names.map((name, at) => [name, start[name] + Math.floor((k + 3 - at) / 4) / 50]));

function read(events: readonly PlacedEvent[]) {
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const reader = prints.open(fitted);
  for (const question of questionsOf(healthy.slice(-500))) reader.read(question);
  return questionsOf(events).map((question) => reader.read(question)[0]);
}

describe('fingerprints', () => {
  it('link steps by the hashes alone, whoever takes them, and say through whose hands they went', () => {
    const walk = Array.from({ length: 8 }, (_, k) => printed(asked(5_000 + k, { key: `account${k}` }, step(k + 1))));
    const bits = read([printed(asked(4_999, { key: 'account' }, start)), ...walk]);
    expect(bits[1]).toMatchObject({ beside: 'r4999#0', asker: 'account' });
    expect(bits.slice(1).filter((bit) => typeof bit === 'object').length).toBeGreaterThan(5);
    const last = bits.findLast((bit) => typeof bit === 'object' && 'hands' in bit);
    expect(last).toMatchObject({ hands: expect.arrayContaining(['account4', 'account7']) });
  });

  it('are silent on retries, and on ninety-eight of a hundred ordinary questions', () => {
    const [first] = ordinary(new Chance(4), 5_000, 1).map(printed);
    expect(read([first!, first!, first!]).slice(1)).toEqual([false, false]);
    const bits = read(ordinary(new Chance(2), 5_000, 3_000).map(printed));
    expect(bits.filter((bit) => bit !== false).length).toBeLessThan(60);
  });

  it('are blind without any, and where healthy ones are nearly the same', () => {
    expect(prints.fit(questionsOf(ordinary(new Chance(1), 0, 300)))).toEqual({
      blind: expect.stringContaining('no fingerprints'),
    });
    expect(prints.fit(questionsOf(healthy.slice(0, 50)))).toEqual({ blind: expect.stringContaining('only 50 events') });
    const alike = healthy.map(({ offset, event }) => {
      const hashes = [...Array.from({ length: 40 }, (_, k) => `h${k}`), `own${offset}`];
      return { offset, event: { ...event, attributes: { fingerprint: hashes.join() } } };
    });
    expect(prints.fit(questionsOf(alike))).toEqual({ blind: expect.stringContaining('in common') });
  });

  it('are remembered in a bounded number, and go on from what is remembered', () => {
    const index = new PrintIndex();
    for (let k = 0; k < 9_000; k++)
      index.add({ prints: [`a${k}`, `b${k >> 1}`, 'common'], id: `q${k}`, label: undefined, asker: '', hands: [] });
    expect(index.memory().rows.length).toBeLessThanOrEqual(4_000);
    expect(index.match(['a10'])).toBeUndefined();
    const again = new PrintIndex(deserialize(serialize(index.memory())));
    for (const tried of [['a8999', 'b4499'], ['common'], ['b4400', 'a8801']])
      expect(again.match(tried)).toEqual(index.match(tried));
    expect(index.match(['b4499', 'none', 'a8999'])).toMatchObject({ row: { id: 'q8999' }, share: 2 / 3 });
  });
});
