import { describe, expect, it } from '@jest/globals';
import { heatAddress, heatViewOf, type HeatView } from './heat-view.js';

describe('what of the heat is looked at', () => {
  it('is four weeks of all traffic when the address says nothing', () =>
    expect(heatViewOf(new URLSearchParams())).toEqual({ days: 28, segment: '', subject: undefined }));
  it('is every segment of a subject that is named', () =>
    expect(heatViewOf(new URLSearchParams('of=amount'))).toEqual({ days: 28, segment: undefined, subject: 'amount' }));
  it('ignores lengths that are not offered', () =>
    expect(['7', '8', 'x', ''].map((days) => heatViewOf(new URLSearchParams({ days })).days)).toEqual([7, 28, 28, 28]));
  it('comes back from its own address', () => {
    for (const days of [1, 28])
      for (const segment of ['', 'a=b', undefined])
        for (const subject of ['s', undefined]) {
          const view: HeatView = { days, segment, subject };
          expect(heatViewOf(heatAddress(view))).toEqual(view);
        }
  });
  it('has the plain address when it is as usual', () =>
    expect(heatAddress({ days: 28, segment: '', subject: undefined }).toString()).toBe(''));
});
