import { describe, expect, it } from '@jest/globals';
import type { HeatCell } from '../../data/heat.js';
import { lookOf, moved } from './heat.js';

const cell = (fields: Partial<HeatCell>): HeatCell =>
  ({ cell: 0, windows: 4, alarms: 0, insufficient: 0, surprise: 0, ...fields }) as HeatCell;

describe('a cell of the heat strip', () => {
  it('takes the level of its surprise, from noise over the critical value to far beyond it', () =>
    expect([0, 0.25, 0.74, 0.99, 1, 1.99, 40].map((surprise) => lookOf(cell({ surprise })))).toEqual([
      0, 1, 2, 3, 4, 4, 5,
    ]));
  it('is hatched when none of its windows could be tested', () =>
    expect(lookOf(cell({ insufficient: 4 }))).toBe('thin'));
  it('is not hatched when one could, or when one raised an alarm all the same', () =>
    expect([lookOf(cell({ insufficient: 3 })), lookOf(cell({ insufficient: 4, alarms: 1, surprise: 1.2 }))]).toEqual([
      0, 4,
    ]));
});

describe('moving over the strip by keys', () => {
  it('begins at the newest cell of the first row', () =>
    expect(moved('ArrowLeft', undefined, 3, 96)).toEqual({ row: 0, cell: 94 }));
  it('stays within it', () => {
    expect(moved('ArrowUp', { row: 0, cell: 5 }, 3, 96)).toEqual({ row: 0, cell: 5 });
    expect(moved('ArrowDown', { row: 2, cell: 5 }, 3, 96)).toEqual({ row: 2, cell: 5 });
    expect(moved('PageDown', { row: 2, cell: 90 }, 3, 96)).toEqual({ row: 2, cell: 95 });
    expect(moved('PageUp', { row: 2, cell: 4 }, 3, 96)).toEqual({ row: 2, cell: 0 });
  });
  it('knows the ends of a row', () =>
    expect(['Home', 'End'].map((key) => moved(key, { row: 1, cell: 5 }, 3, 96)?.cell)).toEqual([0, 95]));
  it('leaves other keys alone', () => expect(moved('a', { row: 0, cell: 0 }, 1, 1)).toBeUndefined());
});
