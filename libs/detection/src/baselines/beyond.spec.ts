import { describe, expect, it } from '@jest/globals';
import { beyondOf } from './beyond.js';
import { Extremes, reachesOf } from './extremes.js';
import { normal, uniform } from '../streams.fixture.js';

const perTick = 20;

/** The clusters of a stream's extremes by scale; every value is given, not only those of the outer bins. */
function clusters(values: readonly number[], scales = [1, 8, 64], room = 100_000) {
  const reaches = reachesOf(values.length / perTick, scales);
  const [low, high] = [new Extremes(-1, reaches, room), new Extremes(1, reaches, room)];
  values.forEach((value, k) => {
    low.put(value, Math.floor(k / perTick));
    high.put(value, Math.floor(k / perTick));
  });
  return beyondOf(low, high, values.length, reaches);
}

function drawn(count: number, next: () => number): number[] {
  return Array.from({ length: count }, () => next());
}

describe('beyondOf', () => {
  it('sees no clusters in independent values, whatever their tails', () => {
    const heavy = uniform(3);
    for (const values of [drawn(10_000, normal(1)), drawn(10_000, uniform(2)), drawn(10_000, () => 1 / (1 - heavy()))])
      expect(clusters(values, [1, 8])).toEqual([
        { scale: 1, below: 1, above: 1 },
        { scale: 8, below: 1, above: 1 },
      ]);
  });

  it('counts values that wander to an extreme together as one', () => {
    const z = normal(4);
    let last = 0;
    const [tick, , longest] = clusters(drawn(10_000, () => (last = 0.9 * last + z())));
    expect(tick!.above).toBeGreaterThan(4);
    expect(longest!.above).toBeGreaterThanOrEqual(tick!.above);
  });

  it('lets a trend count as one where it cannot tell', () => {
    expect(clusters(Array.from({ length: 2000 }, (_, k) => k)).at(-1)).toEqual({ scale: 64, below: 1280, above: 720 });
    const reaches = reachesOf(100, [1]);
    const [low, high] = [new Extremes(-1, reaches, 10), new Extremes(1, reaches, 10)];
    for (const value of [7, 8, 9]) for (const end of [low, high]) end.put(value, 5);
    expect(beyondOf(low, high, 2000, reaches)).toEqual([{ scale: 1, below: 2000, above: 2000 }]);
  });

  it('cannot tell where more of a trend lies in few windows than there is room for, and tells the rest as ever', () => {
    const trend = Array.from({ length: 40_000 }, (_, k) => k);
    const [whole, cut] = [clusters(trend, [1, 64, 1024]), clusters(trend, [1, 64, 1024], 5_000)];
    expect(whole.map(({ above }) => above)).toEqual([20, 1280, 19_520]);
    expect(cut.map(({ above }) => above)).toEqual([20, 1280, 40_000]);
  });

  it('sees no extreme in a value that many windows reach', () => {
    const u = uniform(5);
    const capped = drawn(10_000, () => Math.min(0.9, u()));
    expect(clusters(capped, [1])).toEqual([{ scale: 1, below: 1, above: 0 }]);
  });
});
