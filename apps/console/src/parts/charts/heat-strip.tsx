import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Heat, HeatCell, HeatRow } from '../../data/heat.js';
import type { Mark } from '../../data/marks.js';
import { TimeAxis } from './axes.js';
import { Frame } from './frame.js';
import { HeatRows, rowHeight } from './heat-rows.js';
import { moved, type HeatPlace } from './heat.js';
import { linearScale } from './scale.js';
import { TimeMarks } from './time-marks.js';

const top = 20;
const axisHeight = 24;

/** A row and, where a window ended there, its cell. */
export interface Pointed {
  readonly row: HeatRow;
  readonly at: number;
  readonly cell: HeatCell | undefined;
}

export interface HeatStripProps {
  readonly heat: Heat;
  readonly marks: readonly Mark[];
  readonly nameOf: (row: HeatRow) => string;
  /** What one points at, for a reading beside the strip. */
  readonly onPoint: (pointed: Pointed | undefined) => void;
  readonly onOpen: (row: HeatRow, cell: HeatCell) => void;
}

/**
 * Subject × time: the colour of a cell is its most surprising window against the critical value; a dot marks an alarm,
 * hatching what was too small to be tested. Arrow keys move, Enter opens; a touch reads first and opens when repeated.
 */
export function HeatStrip({ heat, marks, nameOf, onPoint, onOpen }: HeatStripProps) {
  const { rows, from, to, cell_ms, cells } = heat;
  const [place, setPlace] = useState<HeatPlace>();
  const mayOpen = useRef(true);
  const cellAt = (at: HeatPlace): HeatCell | undefined => rows[at.row]?.cells.find(({ cell }) => cell === at.cell);
  const point = (next: HeatPlace | undefined): void => {
    setPlace(next);
    const row = next && rows[next.row];
    onPoint(row ? { row, at: from + next.cell * cell_ms, cell: cellAt(next) } : undefined);
  };
  const open = (): void => {
    const [row, cell] = place ? [rows[place.row], cellAt(place)] : [];
    if (row && cell) onOpen(row, cell);
  };
  const press = (event: KeyboardEvent): void => {
    const next = moved(event.key, place, rows.length, cells);
    if (next) point(next);
    else if (event.key === 'Enter') open();
    else return;
    event.preventDefault();
  };
  const alarms = rows.reduce((sum, row) => sum + row.cells.filter((cell) => cell.alarms > 0).length, 0);
  const label = `${rows.length} rows by ${cells} stretches of time, ${alarms} with an alarm`;
  return (
    <div
      className="focusable"
      tabIndex={0}
      role="group"
      aria-label={`${label}; arrow keys move over it, Enter opens the window`}
      onKeyDown={press}
      onBlur={() => point(undefined)}
    >
      <Frame label={label} height={top + rows.length * rowHeight + axisHeight}>
        {({ width }) => {
          const left = Math.min(180, Math.max(84, width * 0.28));
          const x = linearScale([from, to], [left, width - 4]);
          const bottom = top + rows.length * rowHeight;
          const cellWidth = (width - 4 - left) / cells;
          const under = (event: PointerEvent): HeatPlace => {
            const box = event.currentTarget.getBoundingClientRect();
            const [inX, inY] = [event.clientX - box.left, event.clientY - box.top];
            return {
              row: Math.max(0, Math.min(rows.length - 1, Math.floor(inY / rowHeight))),
              cell: Math.max(0, Math.min(cells - 1, Math.floor(inX / cellWidth))),
            };
          };
          return (
            <>
              <HeatRows rows={rows} nameOf={nameOf} left={left} top={top} cellWidth={cellWidth} />
              <TimeAxis from={from} to={to} x={x} y={bottom + 2} width={width - left} room={4} />
              <TimeMarks marks={marks} from={from} to={to} x={x} top={top} bottom={bottom} />
              {place && (
                <rect
                  className="heat-cursor"
                  x={left + place.cell * cellWidth - 1}
                  y={top + place.row * rowHeight}
                  width={cellWidth + 1}
                  height={rowHeight}
                />
              )}
              <rect
                className="hit"
                x={left}
                y={top}
                width={Math.max(0, width - 4 - left)}
                height={rows.length * rowHeight}
                fill="transparent"
                onPointerMove={(event) => event.pointerType !== 'touch' && point(under(event))}
                onPointerDown={(event) => {
                  const at = under(event);
                  mayOpen.current = event.pointerType !== 'touch' || (place?.row === at.row && place.cell === at.cell);
                  point(at);
                }}
                onPointerLeave={(event) => event.pointerType !== 'touch' && point(undefined)}
                onClick={() => mayOpen.current && open()}
              />
            </>
          );
        }}
      </Frame>
    </div>
  );
}
