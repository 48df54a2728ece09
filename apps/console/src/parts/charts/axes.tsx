import { decimal } from '../../words/numbers.js';
import { placed } from './labels.js';
import type { Scale } from './scale.js';
import { timeTicks } from './time-ticks.js';

/** Horizontal rules with their values at the left. */
export function ValueAxis(props: {
  ticks: readonly number[];
  y: Scale;
  left: number;
  right: number;
  format?: (value: number) => string;
}) {
  const { ticks, y, left, right, format = decimal } = props;
  return (
    <g className="axis">
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line x1={left} x2={right} />
          <text x={left - 6} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** UTC moments along the bottom; beyond its end there is `room` for half a label. */
export function TimeAxis(props: { from: number; to: number; x: Scale; y: number; width: number; room?: number }) {
  const { from, to, x, y, width, room = 6 } = props;
  return (
    <g className="axis">
      {timeTicks(from, to, Math.max(3, Math.floor(width / 78))).map(({ at, label }) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={y} y2={y + 4} />
          <text {...placed(label, x(at), x(to) + room)} y={y + 16}>
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}
