import { describe, expect, it } from '@jest/globals';
import type { ModelState } from '../roles/ledger-view.js';
import { healthyOnly, madeFrom } from './healthy-only.js';

const state = (...windows: [from: number, to: number | null][]): ModelState => {
  const evidence = windows.map(([from, to]) => ({ window: { from }, ended_at: to === null ? null : { time: to } }));
  const incident = { id: 'inc-1', state: 'open', evidence };
  return { incidents: new Map([['inc-1', incident]]) } as unknown as ModelState;
};

describe('the healthy part of a range', () => {
  it('leaves out what lies under an open incident, counted once, and says so', () => {
    const range = { from: 0, to: 100_000 };
    const left_out = healthyOnly(state([10_000, 40_000], [20_000, 50_000]), range);
    expect(left_out.map(({ from, to }) => [from, to])).toEqual([
      [10_000, 40_000],
      [20_000, 50_000],
    ]);
    expect(madeFrom(range, left_out)).toBe(
      'stored telemetry 1970-01-01T00:00:00.000Z to 1970-01-01T00:01:40.000Z, without what lies under incident inc-1',
    );
    expect(madeFrom(range, healthyOnly(undefined, range))).not.toContain('without');
  });

  it('is refused with the reason when more than half would go', () => {
    expect(() => healthyOnly(state([49_000, null]), { from: 0, to: 100_000 })).toThrow(
      'from: 51 % of the range lies under unresolved incidents (incident inc-1): resolve them, or choose another range',
    );
  });
});
