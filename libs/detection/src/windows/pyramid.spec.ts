import { randomFrom } from '@anchorwatch/stats';
import { Pyramid } from './pyramid.js';

const size = 5;
const largest = 64;

describe('Pyramid', () => {
  it.each([
    ['counts', (length: number) => new Uint32Array(length), 2 ** 30],
    ['sums beyond 32 bits', (length: number) => new Float64Array(length), 2 ** 40],
  ])('sums %s of every window as adding its ticks up does', (_, make, most) => {
    const random = randomFrom(7);
    const below = (limit: number): number => Math.floor(random() * limit);
    const pyramid = new Pyramid<Uint32Array | Float64Array>(size, largest, make);
    const ticks: number[][] = [];
    const first = 1_000_003;
    for (let tick = 0; tick < 300; tick++) {
      if (tick === 170) {
        pyramid.clear();
        ticks.forEach((counts) => counts.fill(0));
      }
      // A long silence, and single ticks without counts.
      const isEmpty = (tick > 200 && tick < 240) || below(5) === 0;
      const counts = Array.from({ length: size }, () => (isEmpty ? 0 : below(7) * (most / 64)));
      ticks.push(counts);
      const vector = make(size);
      vector.set(counts);
      pyramid.add(first + tick, isEmpty ? undefined : vector);
      for (let scale = 1; scale <= largest; scale *= 2) {
        const hop = Math.max(1, scale / 8);
        const after = Math.floor((first + tick + 1) / hop) * hop - first;
        const window = ticks.slice(Math.max(0, after - scale), Math.max(0, after));
        const expected = Array.from({ length: size }, (__, k) => window.reduce((sum, of) => sum + of[k]!, 0));
        expect(Array.from(pyramid.sum(scale))).toEqual(expected);
      }
    }
  });
});
