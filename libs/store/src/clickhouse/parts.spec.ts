import { describe, expect, it } from '@jest/globals';
import { joined, partsOf } from './parts.js';

describe('a text in parts', () => {
  it('is cut at the length asked for, and never within a character', () => {
    expect(partsOf('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(partsOf('abc𝛼ef', 4)).toEqual(['abc𝛼', 'ef']);
    expect(partsOf('', 4)).toEqual(['']);
  });

  it('is whole again only when all parts are there', () => {
    expect(joined(['ab', 'c'], 2)).toBe('abc');
    expect(joined(['ab'], 2)).toBeUndefined();
    expect(joined([], undefined)).toBeUndefined();
  });
});
