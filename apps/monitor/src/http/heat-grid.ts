const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LENGTHS = [
  ...[1, 5, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14].map((days) => days * DAY),
];

/** Event time cut into cells of equal length. */
export interface HeatGrid {
  readonly from: number;
  readonly to: number;
  readonly cell_ms: number;
  readonly cells: number;
}

/**
 * Cells of a round length over [from, to], widened to whole cells: the same stretch looked at a little later falls into
 * the same cells.
 *
 * @param to   above `from`
 * @param most how many cells at most, >= 2
 */
export function heatGrid(from: number, to: number, most: number): HeatGrid {
  const whole = (cell_ms: number): HeatGrid => {
    const [start, end] = [Math.floor(from / cell_ms) * cell_ms, Math.ceil(to / cell_ms) * cell_ms];
    return { from: start, to: end, cell_ms, cells: (end - start) / cell_ms };
  };
  const fitting = LENGTHS.map(whole).find(({ cells }) => cells <= most);
  if (fitting) return fitting;
  // Widening to whole cells adds at most one cell.
  return whole(Math.ceil((to - from) / (most - 1) / DAY) * DAY);
}
