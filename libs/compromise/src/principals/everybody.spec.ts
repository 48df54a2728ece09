import { describe, expect, it } from '@jest/globals';
import { Everybody } from './everybody.js';

/** The first bit always speaks and is set every tenth time; the second speaks every third time and is set every sixth. */
function take(everybody: Everybody, from: number, to: number): Everybody {
  for (let k = from; k < to; k++)
    everybody.take(k % 3 === 0 ? 3 : 1, (k % 10 === 0 ? 1 : 0) + (k % 6 === 0 ? 2 : 0), { offset: 7 * k, time: 9 * k });
  return everybody;
}

describe('what everybody shows', () => {
  it.each([0, 1, 49, 50, 51, 3_000, 1_003_020])('is the same after a restart, after %p questions', (n) => {
    const everybody = take(new Everybody(2), 0, n);
    const after = new Everybody(2, everybody.memory());
    for (const one of [everybody, after]) take(one, n, n + 1_000);
    for (const question of [0, n - 10_000, n, n + 700, n + 999].filter((k) => k >= 0))
      expect(after.since(question)).toEqual(everybody.since(question));
    expect(after.stretches(60)).toEqual(everybody.stretches(60));
    expect(after.memory()).toEqual(everybody.memory());
  });

  it.each([1, 50, 2_999, 3_000, 3_001, 777_777])(
    'is told in at most sixty stretches that hold all of %p questions',
    (n) => {
      const stretches = take(new Everybody(2), 0, n).stretches(60);
      expect(stretches.length).toBeLessThanOrEqual(60);
      const sum = (of: (stretch: (typeof stretches)[number]) => number) =>
        stretches.reduce((total, stretch) => total + of(stretch), 0);
      expect(sum(({ questions }) => questions)).toBe(n);
      expect(sum(({ spoke }) => spoke[0]!)).toBe(n);
      expect(sum(({ set }) => set[0]!)).toBe(Math.ceil(n / 10));
      expect(sum(({ set }) => set[1]!)).toBe(Math.ceil(n / 6));
      for (const { first, from } of stretches) expect(first).toEqual({ offset: 7 * from, time: 9 * from });
    },
  );

  it('is told of the last million questions, in stretches that stay where they are', () => {
    const everybody = take(new Everybody(2), 0, 1_200_000);
    const before = everybody.stretches(60);
    expect(before.length).toBeGreaterThan(30);
    expect(before[0]!.from).toBeGreaterThanOrEqual(200_000);
    const after = take(everybody, 1_200_000, 1_230_000).stretches(60);
    expect(after).toEqual(expect.arrayContaining(before.slice(2, -1)));
  });
});
