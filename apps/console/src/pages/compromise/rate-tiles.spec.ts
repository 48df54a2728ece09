import { describe, expect, it } from '@jest/globals';
import type { BitRates, WatchPoint } from '../../data/compromise.js';
import { rateTiles } from './rate-tiles.js';

const rates = (bit: string, set: number, n: number, null_rate: number): BitRates => ({
  bit,
  recent: { set, n },
  healthy: { set: 0, n: 1 },
  null_rate,
});
const point = (at: number, bits: WatchPoint['bits']): WatchPoint => ({
  hour: 0,
  at,
  questions: 0,
  scored: 0,
  bits,
  levels: [],
  coverage: [],
  exposures: [],
});

describe('kinds of bits side by side', () => {
  it('begin with the one farthest beyond what is ordinary, reckoned in its own noise', () => {
    const bits = [
      rates('calm', 10, 1_000, 0.02),
      rates('mute', 0, 0, 0.01),
      rates('little', 3, 30, 0.05),
      rates('much', 300, 1_000, 0.2),
    ];
    expect(rateTiles({ bits }, []).map(({ bit }) => bit)).toEqual(['much', 'little', 'calm', 'mute']);
  });

  it('show their share by the hour, where they spoke of enough questions', () => {
    const points = [
      point(1, [{ bit: 'novel', set: 3, n: 24 }]),
      point(2, [{ bit: 'novel', set: 5, n: 25 }]),
      point(3, [{ bit: 'other', set: 1, n: 100 }]),
    ];
    const [tile] = rateTiles({ bits: [rates('novel', 30, 300, 0.05)] }, points);
    expect(tile).toEqual({ bit: 'novel', now: 0.1, n: 300, null_rate: 0.05, shares: [{ at: 2, share: 0.2 }] });
  });
});
