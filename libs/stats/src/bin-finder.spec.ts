import { describe, expect, it } from '@jest/globals';
import { binFinder } from './bin-finder.js';
import { binIndex } from './bin-index.js';
import { randomFrom } from './mulberry32.js';

describe('a finder of bins', () => {
  const random = randomFrom(1);
  const sorted = (count: number, draw: () => number): number[] =>
    [...new Set(Array.from({ length: count }, draw))].sort((a, b) => a - b);
  const edges: readonly (readonly [string, readonly number[]])[] = [
    ['none', []],
    ['one', [3]],
    ['even', Array.from({ length: 59 }, (_, k) => k / 7)],
    ['skewed', sorted(59, () => Math.exp(12 * random()))],
    ['crowded', [-1e6, ...sorted(57, () => random()), 1e6]],
    ['neighbours among the floats', [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]],
    ['as far apart as floats can be', [-Number.MAX_VALUE, 0, Number.MAX_VALUE]],
    ['as near as floats can be', [0, Number.MIN_VALUE, 2 * Number.MIN_VALUE]],
  ];

  it.each(edges)('gives the bin that halving gives, edges %s', (_, limits) => {
    const find = binFinder(limits);
    const near = limits.flatMap((edge) => [
      edge,
      edge * (1 - Number.EPSILON),
      edge * (1 + Number.EPSILON),
      edge + 1e-9,
    ]);
    const [low = 0, high = 1] = [limits[0], limits.at(-1)];
    const between = Array.from({ length: 2_000 }, () => low + (high / 2 - low / 2) * 2.2 * random());
    for (const x of [...near, ...between, Infinity, -Infinity, 0, -0, 1e300, -1e300])
      expect([x, find(x)]).toEqual([x, binIndex(limits, x)]);
    expect(find(NaN)).toBe(0);
  });
});
