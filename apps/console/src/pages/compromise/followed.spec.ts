import { describe, expect, it } from '@jest/globals';
import type { WatchPoint } from '../../data/compromise.js';
import { followed } from './followed.js';

const point = (at: number, shares: Readonly<Record<string, number>>): WatchPoint => ({
  hour: 0,
  at,
  questions: 0,
  scored: 0,
  bits: [],
  levels: [],
  exposures: [],
  coverage: [
    ...Object.entries(shares).map(([principal, share]) => ({ level: 'key', principal, share })),
    { level: 'network', principal: 'n', share: 1 },
  ],
});

describe('who is followed over time', () => {
  it('is whoever of the level came farthest last, with every hour in which it was among the first', () => {
    const points = [point(1, { a: 0.1, b: 0.2 }), point(2, { a: 0.4 }), point(3, { a: 0.5, b: 0.3 })];
    expect(followed(points, 'key', 'coverage')).toEqual([
      {
        name: 'a',
        points: [
          { at: 1, value: 0.1 },
          { at: 2, value: 0.4 },
          { at: 3, value: 0.5 },
        ],
      },
      {
        name: 'b',
        points: [
          { at: 1, value: 0.2 },
          { at: 3, value: 0.3 },
        ],
      },
    ]);
    expect(followed(points, 'key', 'exposures')).toEqual([]);
  });

  it('is at most five', () => {
    const shares = Object.fromEntries(Array.from({ length: 9 }, (_, k) => [`p${k}`, k / 10]));
    expect(followed([point(1, shares)], 'key', 'coverage').map(({ name }) => name)).toEqual([
      'p8',
      'p7',
      'p6',
      'p5',
      'p4',
    ]);
  });
});
