import { describe, expect, it } from '@jest/globals';
import { chosenFrom } from './chosen.js';

const from = (query: string) => chosenFrom(new URLSearchParams(query));

describe('what an address says is looked at', () => {
  it('is a baseline, a time and a level', () => {
    expect(from('baseline=b1&at=981201600000&level=network')).toEqual({
      baseline: 'b1',
      at: 981_201_600_000,
      level: 'network',
    });
  });

  it('is the present where the time makes no sense', () => {
    for (const query of ['', 'at=', 'at=soon', 'at=-1', 'at=1.5', 'at=1e99'])
      expect([query, from(query).at]).toEqual([query, undefined]);
  });
});
