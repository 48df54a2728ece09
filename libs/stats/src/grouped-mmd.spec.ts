import { describe, expect, it } from '@jest/globals';
import { groupedMmd, groupedMmdPValue, type GroupedSimilarity } from './grouped-mmd.js';
import { hammingSimilarity } from './hamming-similarity.js';
import { randomFrom } from './mulberry32.js';

const points = (text: string) => [...text].map((character) => character.codePointAt(0)!);

function groupOf(x: readonly string[], y: readonly string[], length = 4): GroupedSimilarity {
  const all = [...x, ...y].map(points);
  const similarity = Float64Array.from(all.flatMap((a) => all.map((b) => hammingSimilarity(a, b, length))));
  return { similarity, size: all.length, first: x.length };
}

describe('hammingSimilarity', () => {
  it('counts equal places, padding among them, and nothing beyond the length', () => {
    expect(hammingSimilarity(points('abcd'), points('abxd'), 4)).toBe(0.75);
    expect(hammingSimilarity(points('ab'), points('abcd'), 4)).toBe(0.5);
    expect(hammingSimilarity(points('ab'), points('xb'), 10)).toBe(0.9);
    expect(hammingSimilarity([], [], 3)).toBe(1);
    expect(hammingSimilarity(points('abcd'), points('abxy'), 2)).toBe(1);
    expect(hammingSimilarity(points('😀a'), points('😀b'), 2)).toBe(0.5);
    expect(() => hammingSimilarity([], [], 0)).toThrow('a length of at least 1');
  });
});

describe('groupedMmd', () => {
  it('is what it is by hand', () => {
    // Within x: 3/4; within y: 1/2; between: aaaa|abbb 1/4, aaaa|accb 1/4, aaab|abbb 2/4, aaab|accb 2/4.
    const group = groupOf(['aaaa', 'aaab'], ['abbb', 'accb']);
    expect(groupedMmd([group])).toBeCloseTo(0.75 - 2 * 0.375 + 0.5, 12);
    // A second group in which all are equal: means are over the pairs of both.
    const equal = groupOf(['zz', 'zz'], ['zz', 'zz']);
    expect(groupedMmd([group, equal])).toBeCloseTo((0.75 + 1) / 2 - 2 * ((0.375 + 1) / 2) + (0.5 + 1) / 2, 12);
  });

  it('needs two members of each sample in every group', () => {
    expect(() => groupedMmd([groupOf(['a'], ['a', 'b'])])).toThrow('two members');
    expect(() => groupedMmd([])).toThrow('at least one group');
    expect(() => groupedMmd([{ ...groupOf(['a', 'b'], ['a', 'b']), size: 5 }])).toThrow('size × size');
  });
});

describe('groupedMmdPValue', () => {
  it('is the share of rearrangements as far apart: of 6, 2 are as they were', () => {
    const group = groupOf(['aaaa', 'aaaa'], ['bbbb', 'bbbb']);
    const p = groupedMmdPValue([group], randomFrom(1), 100_000);
    expect(p).toBeGreaterThan(0.25);
    expect(p).toBeLessThan(0.45);
  });

  it('is uniform when both samples have one law, and small when they do not', () => {
    const random = randomFrom(5);
    const letter = (skew: number) => 'abcdefgh'[Math.floor(8 * random() ** skew)]!;
    const text = (skew: number) => Array.from({ length: 8 }, () => letter(skew)).join('');
    const sample = (skew: number) => Array.from({ length: 10 }, () => text(skew));
    const pOf = (skew: number) => {
      const groups = [1, 2, 3].map(() => groupOf(sample(1), sample(skew), 8));
      return groupedMmdPValue(groups, random, 999);
    };
    const ps = Array.from({ length: 400 }, () => pOf(1));
    // 400 draws: three standard errors about each share.
    for (const level of [0.05, 0.2, 0.5]) {
      const share = ps.filter((p) => p <= level).length / ps.length;
      expect(Math.abs(share - level)).toBeLessThan(3 * Math.sqrt((level * (1 - level)) / ps.length));
    }
    expect(Array.from({ length: 20 }, () => pOf(3)).filter((p) => p <= 0.01).length).toBe(20);
  });
});
