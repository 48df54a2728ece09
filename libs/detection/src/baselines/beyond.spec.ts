import { describe, expect, it } from '@jest/globals';
import { beyondOf } from './beyond.js';
import { normal, uniform } from '../streams.fixture.js';

const perTick = 20;

/** The clusters of a stream's extremes by scale; every value is given, not only those of the outer bins. */
function clusters(values: readonly number[], scales = [1, 8, 64]) {
  const ends = { values, ticks: values.map((_, k) => Math.floor(k / perTick)) };
  return beyondOf(ends, ends, values.length, values.length / perTick, scales);
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
    const inOneWindow = { values: [7, 8, 9], ticks: [5, 5, 5] };
    expect(beyondOf(inOneWindow, inOneWindow, 2000, 100, [1])).toEqual([{ scale: 1, below: 2000, above: 2000 }]);
  });

  it('sees no extreme in a value that many windows reach', () => {
    const u = uniform(5);
    const capped = drawn(10_000, () => Math.min(0.9, u()));
    expect(clusters(capped, [1])).toEqual([{ scale: 1, below: 1, above: 0 }]);
  });
});
