import { describe, expect, it } from '@jest/globals';
import { readSide } from './side.js';

describe('a side of a comparison', () => {
  it.each([
    ['baseline', { kind: 'baseline' }],
    ['100..200', { kind: 'window', segment: '', from: 100, to: 200 }],
    ['2026-01-01T00:00:00Z..', { kind: 'window', segment: '', from: Date.UTC(2026, 0, 1) }],
    ['..', { kind: 'window', segment: '' }],
    ['region=north', { kind: 'window', segment: 'region=north' }],
    ['region=north@..200', { kind: 'window', segment: 'region=north', to: 200 }],
    ['mail=a@b.org', { kind: 'window', segment: 'mail=a@b.org' }],
    ['mail=a@b.org@1..2', { kind: 'window', segment: 'mail=a@b.org', from: 1, to: 2 }],
  ])('is read from %s', (text, side) => {
    expect(readSide(text)).toEqual(side);
  });

  it.each([
    ['', /expected baseline, FROM\.\.TO/],
    ['yesterday', /expected baseline, FROM\.\.TO/],
    ['yesterday..', /yesterday is no time/],
    ['1..soon', /soon is no time/],
    ['200..100', /ends before it begins/],
  ])('is refused in words: %j', (text, words) => {
    expect(readSide(text)).toMatch(words);
  });
});
