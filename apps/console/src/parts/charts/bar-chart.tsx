import { decimal } from '../../words/numbers.js';
import { Frame } from './frame.js';
import { clip } from './labels.js';
import { linearScale } from './scale.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** More about it, beside the value. */
  readonly note?: string;
}

/** Lying bars, one a name, with the value beside each: names stay readable however long. */
export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const row = 24;
  const [low, high] = [Math.min(0, ...bars.map(({ value }) => value)), Math.max(0, ...bars.map(({ value }) => value))];
  const room = 70 + 6.4 * Math.max(0, ...bars.map(({ note = '' }) => note.length));
  return (
    <Frame label={label} height={bars.length * row + 8}>
      {({ width }) => {
        const left = Math.min(170, width * 0.34);
        const x = linearScale([low, high], [left, width - room]);
        return bars.map(({ name, value, note }, index) => (
          <g key={name} transform={`translate(0 ${index * row + 4})`}>
            <title>{`${name}: ${decimal(value)}`}</title>
            <text className="tick" x={left - 8} y={row / 2} dy="0.32em" textAnchor="end">
              {clip(name, Math.max(6, Math.floor(left / 7)))}
            </text>
            <rect
              className="bar-window"
              x={Math.min(x(0), x(value))}
              y={4}
              width={Math.max(1, Math.abs(x(value) - x(0)))}
              height={row - 8}
              rx={1.5}
            />
            <text className="tick strong" x={Math.max(x(0), x(value)) + 6} y={row / 2} dy="0.32em">
              {decimal(value)}
              {note && (
                <tspan className="tick" dx={8}>
                  {note}
                </tspan>
              )}
            </text>
          </g>
        ));
      }}
    </Frame>
  );
}
