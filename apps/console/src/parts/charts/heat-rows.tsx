import { memo, useId } from 'react';
import type { HeatCell, HeatRow } from '../../data/heat.js';
import { lookOf } from './heat.js';
import { clip } from './labels.js';

export const rowHeight = 20;

export interface HeatRowsProps {
  readonly rows: readonly HeatRow[];
  readonly nameOf: (row: HeatRow) => string;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
}

/** The names and cells of a heat strip; drawn again only when they change, not when one points at them. */
export const HeatRows = memo(function HeatRows({ rows, nameOf, left, top, cellWidth }: HeatRowsProps) {
  const hatch = useId();
  return (
    <>
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="heat-hatch-ground" width={5} height={5} />
          <line className="heat-hatch" x1={1} x2={1} y1={0} y2={5} />
        </pattern>
      </defs>
      {rows.map((row, index) => (
        <g key={`${row.subject}|${row.segment}`} transform={`translate(0 ${top + index * rowHeight})`}>
          <text className="tick strong" x={left - 8} y={rowHeight / 2} dy="0.32em" textAnchor="end">
            <title>{nameOf(row)}</title>
            {clip(nameOf(row), Math.floor((left - 8) / 6.4))}
          </text>
          {row.cells.map((cell) => (
            <Cell key={cell.cell} cell={cell} x={left + cell.cell * cellWidth} width={cellWidth - 1} hatch={hatch} />
          ))}
        </g>
      ))}
    </>
  );
});

function Cell({ cell, x, width, hatch }: { cell: HeatCell; x: number; width: number; hatch: string }) {
  const look = lookOf(cell);
  return (
    <>
      <rect
        className={`heat-${look}`}
        x={x}
        y={1}
        width={Math.max(1, width)}
        height={rowHeight - 2}
        fill={look === 'thin' ? `url(#${hatch})` : undefined}
      />
      {cell.alarms > 0 && (
        <circle
          className="heat-alarm"
          cx={x + width / 2}
          cy={rowHeight / 2}
          r={Math.max(1.2, Math.min(3, width / 2 - 0.6))}
        />
      )}
    </>
  );
}
