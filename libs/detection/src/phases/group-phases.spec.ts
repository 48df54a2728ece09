import { describe, expect, it } from '@jest/globals';
import { groupPhases } from './group-phases.js';
import { phaseOf } from './phase-of.js';

const hour = 3_600_000;

describe('phaseOf', () => {
  it('tells the hour of the day and of the week in which a tick begins, in UTC', () => {
    const monday = Date.UTC(2024, 0, 1) / hour;
    expect([0, 23, 24, 167, 168].map((at) => phaseOf(monday + at, hour, 'week'))).toEqual([0, 23, 24, 167, 0]);
    expect([0, 23, 24].map((at) => phaseOf(monday + at, hour, 'day'))).toEqual([0, 23, 0]);
    expect(phaseOf(monday * 4 + 7, hour / 4, 'day')).toBe(1);
    expect(phaseOf(-1, hour, 'day')).toBe(23);
  });
});

describe('groupPhases', () => {
  const days = (perHour: readonly number[], count: number) => Array.from({ length: count }, () => perHour);

  it('leaves hours alone that hold enough', () => {
    expect(groupPhases(days([100, 50, 80, 300], 5))).toEqual([0, 1, 2, 3]);
  });

  it('joins neighbours until they hold 200 events, and what is left with those before', () => {
    expect(groupPhases(days([20, 20, 90, 10, 30, 1], 5))).toEqual([0, 0, 1, 2, 2, 2]);
    expect(groupPhases(days([5, 5, 5], 5))).toEqual([0, 0, 0]);
  });

  it('does not let one odd night speak for all nights', () => {
    const usual = [0, 100, 100];
    expect(groupPhases([[5000, 100, 100], ...days(usual, 9)])).toEqual([0, 0, 0]);
    expect(groupPhases([[5000, 100, 100], ...days([0, 9000, 9000], 9)])).toEqual([0, 0, 1]);
  });
});
