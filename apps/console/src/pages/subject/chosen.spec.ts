import { describe, expect, it } from '@jest/globals';
import { subjectPath } from '../paths.js';
import { chosenOf, shifted, windowEnding } from './chosen.js';

const read = (query: string) => chosenOf('a', new URLSearchParams(query));

describe('what of a subject is looked at', () => {
  it('is read from the address', () =>
    expect(read('segment=o%3DJFK&scale=4&from=1&to=2')).toEqual({
      subject: 'a',
      segment: 'o=JFK',
      scale: 4,
      from: 1,
      to: 2,
    }));
  it('is all traffic and the newest window when the address says nothing', () =>
    expect(read('')).toEqual({ subject: 'a', segment: '', scale: undefined }));
  it('is no window when it has no end, no length or goes backwards', () =>
    expect(['from=1', 'to=1', 'from=1&to=1', 'from=2&to=1', 'from=x&to=1'].map((query) => read(query).from)).toEqual(
      Array<undefined>(5).fill(undefined),
    ));
  it('ignores window lengths that are none', () =>
    expect(['scale=x', 'scale=0', 'scale=1.5', 'scale=-2'].map((query) => read(query).scale)).toEqual(
      Array<undefined>(4).fill(undefined),
    ));
  it('comes back from its own address', () => {
    const chosen = { subject: 'a', segment: 'o=J K', scale: 2, from: 3, to: 4 };
    const address = new URL(subjectPath('m/1', chosen), 'http://x');
    expect(address.pathname).toBe('/models/m%2F1/subjects/a');
    expect(chosenOf('a', address.searchParams)).toEqual(chosen);
  });
});

describe('a window by time and length', () => {
  it('ends with the tick that the moment lies in', () =>
    expect([120_000, 120_001].map((at) => windowEnding(at, 2, 60_000))).toEqual([
      { from: 0, to: 120_000 },
      { from: 60_000, to: 180_000 },
    ]));
  it('has neighbours of its own length', () =>
    expect([-1, 1].map((by) => shifted({ from: 10, to: 14 }, by))).toEqual([
      { from: 6, to: 10 },
      { from: 14, to: 18 },
    ]));
});
