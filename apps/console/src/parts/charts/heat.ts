import type { HeatCell } from '../../data/heat.js';

/** How a cell is drawn: the level of its colour, or hatched where no window was large enough to be tested. */
export type HeatLook = 'thin' | 0 | 1 | 2 | 3 | 4 | 5;

/** The lower bounds of the levels, in units of the critical value. */
export const heatLevels = [0, 0.25, 0.5, 0.75, 1, 2] as const;

export function lookOf({ windows, alarms, insufficient, surprise }: HeatCell): HeatLook {
  if (insufficient === windows && alarms === 0) return 'thin';
  const level = heatLevels.findLastIndex((bound) => surprise >= bound);
  return Math.max(0, level) as HeatLook;
}

/** A place in the strip; rows and cells count from 0. */
export interface HeatPlace {
  readonly row: number;
  readonly cell: number;
}

/** Where an arrow key leads, within `rows` × `cells`; undefined for other keys. Page keys move by ten cells. */
export function moved(key: string, from: HeatPlace | undefined, rows: number, cells: number): HeatPlace | undefined {
  const { row, cell } = from ?? { row: 0, cell: cells - 1 };
  const steps: Readonly<Record<string, HeatPlace>> = {
    ArrowLeft: { row, cell: cell - 1 },
    ArrowRight: { row, cell: cell + 1 },
    ArrowUp: { row: row - 1, cell },
    ArrowDown: { row: row + 1, cell },
    PageUp: { row, cell: cell - 10 },
    PageDown: { row, cell: cell + 10 },
    Home: { row, cell: 0 },
    End: { row, cell: cells - 1 },
  };
  const next = steps[key];
  return next && { row: within(next.row, rows), cell: within(next.cell, cells) };
}

function within(index: number, count: number): number {
  return Math.min(Math.max(0, count - 1), Math.max(0, index));
}
