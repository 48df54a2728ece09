import { describe, expect, it } from '@jest/globals';
import { groupCounts, ksFromCounts, psi } from '@anchorwatch/stats';
import type { Bins } from '../baselines/baseline.js';
import { binShifts, ksPlace, mostMoved } from './explain.js';
import { segmentShifts } from './explain-segments.js';
import { uniform } from '../streams.fixture.js';

const edges: Bins = { kind: 'quantile', edges: [0, 1, 2, 3, 4] };
const subject = { bins: edges, role: 'feature' as const, ordered: true, psi_groups: [0, 0, 1, 1, 2, 2] };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the parts of a PSI', () => {
  it.each([1, 2, 3, 4, 5])('add up to it (seed %d)', (seed) => {
    const next = uniform(seed);
    const counts = () => edges.edges.concat(0).map(() => Math.floor(next() * 50));
    const [before, now] = [counts(), counts()];
    const shifts = binShifts(before, now, subject);
    const whole = psi(groupCounts(before, subject.psi_groups), groupCounts(now, subject.psi_groups));
    expect(sum(shifts.map((shift) => shift.psi))).toBeCloseTo(whole, 12);
    expect(shifts.map(({ bin }) => bin)).toEqual(['< 1', '1 to 3', '>= 3']);
    expect(mostMoved(shifts, 1)[0]!.psi).toBe(Math.max(...shifts.map((shift) => shift.psi)));
  });

  it('leave out groups that neither side has, and are none of empty sides', () => {
    expect(binShifts([5, 5, 0, 0, 0, 0], [9, 1, 0, 0, 1, 0], subject).map(({ bin }) => bin)).toEqual(['< 1', '>= 3']);
    expect(binShifts([0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], subject)).toEqual([]);
  });

  it('name categories, and how many others are together', () => {
    const bins: Bins = { kind: 'categories', categories: ['red', 'green', 'blue'], other: [] };
    const shifts = binShifts([5, 5, 5, 1, 0], [9, 1, 5, 1, 1], { bins, role: 'feature', psi_groups: [0, 1, 1, 1, 2] });
    expect(shifts.map(({ bin }) => bin)).toEqual(['red', '3 others', 'NEW']);
  });
});

describe('the place of the KS distance', () => {
  it('is where the distribution functions lie furthest apart, with the sign of the move', () => {
    const [before, now] = [
      [10, 10, 10, 10, 10, 10],
      [0, 5, 5, 10, 20, 20],
    ];
    const place = ksPlace(before, now, subject)!;
    expect(place).toEqual({ bin: '1 to 2', below: 2, difference: 10 / 60 - 30 / 60 });
    expect(Math.abs(place.difference)).toBeCloseTo(ksFromCounts(before, now), 12);
  });

  it('is none without order', () => {
    expect(ksPlace([1, 2], [2, 1], { bins: { kind: 'rate' }, role: 'errors', ordered: false })).toBeUndefined();
  });
});

describe('the parts of the segments', () => {
  const segments = (before: number[][], now: number[][]) =>
    before.map((counts, at) => ({ segment: `s=${at}`, before: counts, now: now[at]! }));
  const added = (of: number[][]) => of[0]!.map((_, bin) => sum(of.map((counts) => counts[bin]!)));
  const groups = { psi_groups: [0, 1, 2] };

  it.each([1, 2, 3, 4, 5])('add up to the PSI of the whole, some events in no segment (seed %d)', (seed) => {
    const next = uniform(seed);
    const table = () => [0, 1, 2, 3].map(() => [0, 1, 2].map(() => Math.floor(next() * 40)));
    const [before, now] = [table(), table()];
    const shifts = segmentShifts(
      { before: added(before), now: added(now) },
      segments(before.slice(1), now.slice(1)),
      groups,
    );
    const whole = psi(added(before), added(now));
    expect(sum(shifts.map(({ within, mix }) => within + mix))).toBeCloseTo(whole, 12);
    expect(shifts.map(({ segment }) => segment)).toEqual(['s=0', 's=1', 's=2', '']);
  });

  it('tell drift within one segment from a change of the mix', () => {
    const healthy = [
      [800, 100, 100],
      [100, 100, 800],
    ];
    const within = [healthy[0]!, [800, 100, 100]];
    const mixed = [healthy[0]!.map((count) => count * 1.6), healthy[1]!.map((count) => count * 0.4)];
    const parts = (now: number[][]) =>
      segmentShifts({ before: added(healthy), now: added(now) }, segments(healthy, now), groups);
    const [still, moved] = parts(within);
    expect(moved!.within).toBeGreaterThan(100 * Math.abs(still!.within));
    expect(Math.abs(moved!.mix) + Math.abs(still!.mix)).toBeLessThan(1e-6);
    const [more, less] = parts(mixed);
    expect(Math.abs(more!.within) + Math.abs(less!.within)).toBeLessThan(1e-12);
    expect(more!.mix + less!.mix).toBeGreaterThan(0.1);
  });
});
