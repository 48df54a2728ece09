import { describe, expect, it } from '@jest/globals';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { keyedHashes } from '../texts/keyed-hashes.js';
import { textsReader } from '../texts/read-texts.js';
import { asked, Chance } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { classified } from './classified.js';
import { isBlind } from './detector.js';

const read = textsReader(keyedHashes('a secret of the specs'));
const scored = (offset: number, score: number | undefined, key = 'a', by = 'guard-2'): PlacedEvent => {
  const { prompt, ...signs } = read({ prompt: 'Where is my order?' });
  const said = score === undefined ? {} : { classified: { by, score } };
  return asked(offset, { key }, {}, { text_signs: { ...signs, prompt: { ...prompt!, ...said } } });
};
const questionOf = (placed: PlacedEvent) => ({ ...placed, point: undefined });
const chance = new Chance(1);
const healthy = Array.from({ length: 2_000 }, (_, k) => scored(k, chance.uniform(), `k${k % 40}`));

describe('scores of a classifier', () => {
  const fitted = classified.fit(healthy.map(questionOf));
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const { read: bit } = classified.open(fitted);

  it('set a bit beyond 99 % of healthy ones, and say how high they are', () => {
    const set = healthy.filter((placed) => bit(questionOf(placed))[0] !== false);
    expect(set.length / healthy.length).toBeCloseTo(0.01, 2);
    expect(bit(questionOf(scored(1, 7)))).toEqual([{ because: expect.stringMatching(/^scored 7\.00, 0\.99/) }]);
    expect(bit(questionOf(scored(1, 0.5)))).toEqual([false]);
  });

  it('are not spoken of where there is none, or another classifier’s', () => {
    expect(bit(questionOf(scored(1, undefined)))).toEqual([undefined]);
    expect(bit(questionOf(scored(1, 7, 'a', 'guard-3')))).toEqual([undefined]);
  });

  it('are blind without any, with few, and where all are the same', () => {
    const fit = (scores: readonly (number | undefined)[]) =>
      classified.fit(scores.map((score, k) => questionOf(scored(k, score))));
    expect(fit([undefined])).toEqual({ blind: expect.stringContaining('text_classifier') });
    expect(fit(Array.from({ length: 299 }, (_, k) => k))).toEqual({ blind: expect.stringContaining('only 299') });
    expect(fit(Array.from({ length: 300 }, () => 1))).toEqual({ blind: 'every prompt has the same score' });
  });

  it('accuse who sends high ones, and nobody else', () => {
    const watcher = new Watcher(calibrate('m', '1', healthy), { alarms: 0.25, questions: 20_000 });
    const later = new Chance(2);
    const events = Array.from({ length: 4_000 }, (_, k) =>
      k > 1_000 && k % 20 === 0
        ? scored(5_000 + k, 0.999, 'mallory')
        : scored(5_000 + k, later.uniform(), `k${k % 40}`),
    );
    const found = events.flatMap((placed) => watcher.take(placed));
    expect(new Set(found.map(({ bit: { name }, principal }) => `${name} ${principal}`))).toEqual(
      new Set(['classified mallory']),
    );
  });
});
