import { describe, expect, it } from '@jest/globals';
import { normal, uniform } from '../streams.fixture.js';
import { Extremes, reachesOf, roomOf, type Reach } from './extremes.js';

const count = 20_000;
const perTick = 20;
const tickOf = (k: number): number => Math.floor(k / perTick);

/** By the definition: what the windows have of the values farther than those that lie in more windows than are looked at. */
function defined(values: readonly number[], { scale, farthest }: Reach): readonly number[] {
  const all = values.map((far, k) => ({ far, window: Math.floor(tickOf(k) / scale) })).sort((a, b) => b.far - a.far);
  const seen = new Set<number>();
  const stop = all.find(({ window }) => seen.add(window).size > farthest)?.far ?? -Infinity;
  const counts = new Map<number, number>();
  for (const { far, window } of all) if (far > stop) counts.set(window, (counts.get(window) ?? 0) + 1);
  return sorted([...counts.values()]);
}

const sorted = (counts: readonly number[]): readonly number[] => [...counts].sort((a, b) => a - b);

function held(values: readonly number[], reaches: readonly Reach[], room: number) {
  const extremes = new Extremes(1, reaches, room);
  let most = 0;
  values.forEach((value, k) => {
    extremes.put(value, tickOf(k));
    most = Math.max(most, extremes.size);
  });
  return { found: extremes.farthest(), most };
}

function streams(): readonly (readonly [string, readonly number[]])[] {
  const [z, u] = [normal(1), uniform(2)];
  let last = 0;
  const draw = (next: (k: number) => number): readonly number[] => Array.from({ length: count }, (_, k) => next(k));
  return [
    ['independent values', draw(z)],
    ['values that wander', draw(() => (last = 0.99 * last + z()))],
    ['a value that many windows reach', draw(() => Math.min(0.5, u()))],
    ['one that only the first third reaches', draw((k) => (k < count / 3 ? 1 : u()))],
    ['few values', draw(() => Math.floor(10 * u()))],
    ['a season', draw((k) => Math.sin(k / 300) + 0.1 * z())],
    ['a trend', draw((k) => k)],
    ['a trend downwards', draw((k) => -k)],
  ];
}

describe('the extremes of a stream', () => {
  const reaches = reachesOf(count / perTick, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);

  it.each(streams())('tell of %s what all its values would', (_, values) => {
    const { found } = held(values, reaches, count);
    expect(found.map(({ counts }) => sorted(counts))).toEqual(reaches.map((reach) => defined(values, reach)));
    expect(found.map(({ kind }) => kind)).not.toContain('unknown');
  });

  it.each(streams())('of %s take no more than their room, and what they tell is true', (_, values) => {
    const { found, most } = held(values, reaches, 700);
    expect(most).toBeLessThanOrEqual(1_401);
    found.forEach(({ counts, kind }, at) => {
      if (kind !== 'unknown') expect(sorted(counts)).toEqual(defined(values, reaches[at]!));
    });
  });

  const scattered = streams().filter(([name]) => !/trend|third/.test(name));
  it.each(scattered)('tell of %s everything, though there is room for few', (_, values) => {
    const { found } = held(values, reaches, 700);
    expect(found.map(({ kind }) => kind)).not.toContain('unknown');
  });

  it('share the room of a baseline', () => {
    expect([roomOf(0), roomOf(1), roomOf(2_000)]).toEqual([100_000, 100_000, 1_250]);
  });
});
