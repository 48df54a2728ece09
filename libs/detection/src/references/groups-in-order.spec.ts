import { describe, expect, it } from '@jest/globals';
import { uniform } from '../streams.fixture.js';
import { groupsInOrder, sharesUpTo } from './groups-in-order.js';

const bins = 12;
const groupings: readonly (readonly [string, readonly number[]])[] = [
  ['one of all', Array.from({ length: bins }, () => 0)],
  ['of one, two and three bins', [0, 1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 5]],
  ['of two bins first', [0, 0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9]],
  ['of one bin each', Array.from({ length: bins }, (_, bin) => bin)],
];

describe('groups in order', () => {
  it.each(groupings)('bound how far two distribution functions lie apart anywhere, groups %s', (_, of) => {
    const u = uniform(3);
    const counts = (): number[] => Array.from({ length: bins }, () => (u() < 0.3 ? 0 : 1 + Math.floor(20 * u())));
    for (let round = 0; round < 500; round++) {
      const before = counts().map((count) => count + 1);
      const { lasts, upTo, floors, ceilings, first, weights } = groupsInOrder(sharesUpTo(before), Uint16Array.from(of));
      const now = sharesUpTo([1, ...counts().slice(1)]);
      const farthest = Math.max(...now.map((share, bin) => Math.abs(share - upTo[bin]!)));
      const behind = Array.from(lasts, (last) => now[last]!);
      const most = Math.max(first, ...behind.flatMap((share, g) => [share - floors[g]!, ceilings[g]! - share]));
      expect(most).toBeGreaterThanOrEqual(farthest);
      // Where every bin is alone there is nothing to bound.
      if (lasts.length === bins) expect(most).toBe(farthest);
      const total = before.reduce((sum, count) => sum + count, 0);
      Array.from(weights, (weight, group) => {
        const inGroup = before.reduce((sum, count, bin) => sum + (of[bin] === group ? count : 0), 0);
        expect(weight).toBeCloseTo(total / inGroup, 9);
      });
    }
  });
});
