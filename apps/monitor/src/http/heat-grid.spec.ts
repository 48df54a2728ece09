import { describe, expect, it } from '@jest/globals';
import { heatGrid } from './heat-grid.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the cells of a heat strip', () => {
  it('are of the shortest round length that keeps within the number asked for', () =>
    expect(heatGrid(0, 28 * DAY, 96)).toEqual({ from: 0, to: 28 * DAY, cell_ms: 8 * HOUR, cells: 84 }));
  it('begin and end at multiples of their length, around what was asked for', () =>
    expect(heatGrid(DAY + 1, 2 * DAY + 1, 24)).toEqual({
      from: DAY,
      to: 2 * DAY + 2 * HOUR,
      cell_ms: 2 * HOUR,
      cells: 13,
    }));
  it('are whole days where no round length is long enough', () => {
    const { cell_ms, cells, from, to } = heatGrid(5, 400 * DAY, 3);
    expect([cell_ms % DAY, from % cell_ms, to % cell_ms]).toEqual([0, 0, 0]);
    expect(cells).toBeLessThanOrEqual(3);
  });
  it('never are more than asked for', () => {
    for (let span = 1; span < 500 * DAY; span = Math.ceil(span * 1.7))
      for (const most of [2, 7, 96, 400]) {
        const grid = heatGrid(987_654_321, 987_654_321 + span, most);
        expect(grid.cells).toBeLessThanOrEqual(most);
        expect(grid.from).toBeLessThanOrEqual(987_654_321);
        expect(grid.to).toBeGreaterThanOrEqual(987_654_321 + span);
      }
  });
});
