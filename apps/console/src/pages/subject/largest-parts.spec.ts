import { describe, expect, it } from '@jest/globals';
import { largestParts } from './largest-parts.js';

const part = (bin: string, psi: number) => ({ bin, before: 0.5, now: 0.5, psi });
const parts = [part('a', 1), part('b', 0), part('c', 6), part('d', 3)];

describe('the parts of a PSI that are drawn', () => {
  it('are all of them where they are few', () => expect(largestParts(parts, 4)).toEqual({ parts, share: 1 }));
  it('are the largest of many, in the order of their bins, with what they make of the whole', () =>
    expect(largestParts(parts, 2)).toEqual({ parts: [parts[2], parts[3]], share: 0.9 }));
  it('are the whole of nothing', () => expect(largestParts([part('a', 0)], 3).share).toBe(1));
});
