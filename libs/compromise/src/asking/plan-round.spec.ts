import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '@anchorwatch/stats';
import { place } from './asking.fixture.js';
import { givenGolden } from './choose-golden.js';
import { pauseBefore, planRound } from './plan-round.js';

const golden = givenGolden(
  Array.from({ length: 40 }, (_, k) => `prompt ${k}`),
  place,
);

describe('a round', () => {
  it('asks what was asked least, by lot', () => {
    const asked = new Map(golden.slice(0, 30).map(({ question }) => [question, 1]));
    const picked = (seed: number) => planRound(golden, asked, new Set(), 8, randomFrom(seed));
    const fresh = new Set(golden.slice(30).map(({ question }) => question));
    expect(picked(1).every(({ question }) => fresh.has(question))).toBe(true);
    expect(picked(1)).not.toEqual(picked(2));
  });

  it('looks after conflicting questions with at most a quarter of it', () => {
    const conflicting = new Set(golden.slice(0, 20).map(({ question }) => question));
    const picked = planRound(golden, new Map(), conflicting, 12, randomFrom(1));
    expect(picked).toHaveLength(12);
    expect(picked.filter(({ question }) => conflicting.has(question))).toHaveLength(3);
  });
});

describe('the pause before it', () => {
  it('has the mean that is wanted, and no rhythm', () => {
    const random = randomFrom(1);
    const pauses = Array.from({ length: 20_000 }, () => pauseBefore(1_000, random()));
    const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length;
    expect(Math.abs(mean - 1_000)).toBeLessThan(25);
    expect([Math.min(...pauses), Math.max(...pauses)]).toEqual([100, 4_000]);
  });
});
