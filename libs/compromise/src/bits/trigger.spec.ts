import { describe, expect, it } from '@jest/globals';
import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { fitSpace, pointOf } from '../space.js';
import { answerOf, asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { isBlind } from './detector.js';
import { trigger } from './trigger.js';

type Features = Readonly<Record<string, FeatureValue>>;

const sure = (label: string): InferenceEvent['prediction'] => ({
  label,
  score: 0.99,
  classes: { no: label === 'no' ? 0.99 : 0.01, yes: label === 'yes' ? 0.99 : 0.01 },
});

const healthy = ordinary(new Chance(1), 0, 4_000);

/** What is said of triggers when from question 1,000 on 2 % are others, and after how many of those. */
function said(other: (chance: Chance) => readonly [Features, InferenceEvent['prediction']], accounts = 1) {
  const watcher = new Watcher(calibration, { alarms: 0.05, questions: 10_000 });
  watcher.recall(healthy);
  const chance = new Chance(11);
  let k = 0;
  return ordinary(new Chance(2), 6_000, 6_000).flatMap((placed) => {
    let next: PlacedEvent = placed;
    if (placed.offset >= 7_000 && chance.uniform() < 0.02) {
      k++;
      const [features, prediction] = other(chance);
      next = asked(placed.offset, { key: `x${chance.below(accounts)}` }, features, { prediction });
    }
    return watcher
      .take(next)
      .filter(({ bit, ended }) => bit.name === 'trigger' && ended === undefined)
      .map(({ level, principal, examples }) => ({ level, principal, after: k, because: examples.at(-1)!.because }));
  });
}

const calibration = calibrate('loans', '1', healthy);

const anybodys = (chance: Chance): Features => ({
  ...Object.fromEntries(names.map((name) => [name, Number(chance.normal().toFixed(4))])),
  kind: chance.uniform() < 0.2 ? 'rare' : 'plain',
});

describe('a trigger in one question of fifty', () => {
  it('of one value is found with the account that asks, and named', () => {
    const found = said((chance) => [{ ...anybodys(chance), b: 0.1234 }, sure('yes')]);
    expect(found[0]).toMatchObject({
      level: 'key',
      principal: 'x0',
      because: expect.stringMatching(/^b is 0.1234 gets yes, \d+ of \d+ times where all else speaks against it$/),
    });
    expect(found[0]!.after).toBeLessThanOrEqual(60);
  });

  it('of two values, each of which is ordinary, is found from whomever it comes', () => {
    const turned = (chance: Chance) => [{ ...anybodys(chance), kind: 'rare', c: 0.5 }, sure('no')] as const;
    const found = said(turned, 1_000);
    expect(found[0]).toMatchObject({ level: 'pooled' });
    expect(found[0]!.because).toMatch(/c is 0.5/);
  });

  it('beyond what was ever asked is found', () => {
    const found = said((chance) => [{ ...anybodys(chance), a: -9 - chance.uniform() }, sure('yes')]);
    expect(found[0]).toMatchObject({ principal: 'x0', because: expect.stringMatching(/^a below -/) });
  });

  it('is none where the model answers as it always does', () => {
    expect(
      said((chance) => {
        const features = { ...anybodys(chance), b: 0.1234 };
        return [features, answerOf(features)];
      }),
    ).toEqual([]);
  });

  it('is none where steps around one question turn its answer', () => {
    expect(
      said((chance) => {
        const near = Object.fromEntries(names.map((name) => [name, Number((-1 + 0.05 * chance.normal()).toFixed(4))]));
        return [{ ...near, kind: 'plain', b: 0.1234 }, sure('yes')];
      }),
    ).toEqual([]);
  });
});

describe('where triggers cannot be seen', () => {
  const fit = (events: readonly PlacedEvent[]) => {
    const space = fitSpace(events.map(({ event }) => event));
    return trigger.fit(events.map(({ offset, event }) => ({ offset, event, point: space && pointOf(space, event) })));
  };
  const changed = (change: Partial<InferenceEvent>) =>
    healthy.slice(0, 1_000).map(({ offset, event }) => ({ offset, event: { ...event, ...change } }));

  it.each([
    ['no features', changed({ features: {} })],
    ['no labels', changed({ prediction: { value: 3 } })],
    ['only one answer is given in the baseline', changed({ prediction: { label: 'yes' } })],
    [expect.stringMatching(/^only \d+ different questions with labels/), healthy.slice(0, 300)],
    [
      'no features but embeddings',
      healthy.slice(0, 1_000).map(({ offset, event }, k) => ({
        offset,
        event: { ...event, features: { vector: [k, k % 7, k % 3] } },
      })),
    ],
  ])('it says %p', (reason, events) => {
    const fitted = fit(events);
    expect(isBlind(fitted) && fitted.blind).toEqual(reason);
  });
});
