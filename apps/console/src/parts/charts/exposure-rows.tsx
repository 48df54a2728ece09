import { percent } from '../../words/numbers.js';
import { calledShort } from '../../words/says.js';
import { Frame } from './frame.js';
import { clip } from './labels.js';
import { linearScale, ticks } from './scale.js';

export interface ExposureRow {
  readonly principal: string;
  readonly fidelity: number;
  readonly low: number;
  readonly high: number;
  readonly without: number;
}

const row = 24;
const axis = 22;

/** Shares of a model's answers that copies would give: a dot with its interval each, beside a stroke for what the most frequent answer alone reaches. */
export function ExposureRows({ rows, label }: { rows: readonly ExposureRow[]; label: string }) {
  const least = Math.max(0, Math.min(...rows.flatMap(({ low, without }) => [low, without])) - 0.04);
  return (
    <Frame label={label} height={rows.length * row + axis + 4}>
      {({ width }) => {
        const left = Math.min(130, width * 0.32);
        const x = linearScale([least, 1], [left + 6, width - 48]);
        const bottom = rows.length * row + 4;
        return (
          <>
            <g className="axis">
              {ticks(least, 1, Math.max(2, Math.floor((width - left) / 90))).map((tick) => (
                <g key={tick} transform={`translate(${x(tick)} 0)`}>
                  <line y1={4} y2={bottom + 4} />
                  <text y={bottom + 17} textAnchor="middle">
                    {percent(tick)}
                  </text>
                </g>
              ))}
            </g>
            {rows.map((one, index) => (
              <g key={one.principal} className="exposure" transform={`translate(0 ${index * row + 4})`}>
                <title>
                  {`${one.principal}: ${percent(one.fidelity)} (${percent(one.low)} to ${percent(one.high)}), ${percent(one.without)} without learning`}
                </title>
                <text className="tick" x={left - 2} y={row / 2} dy="0.32em" textAnchor="end">
                  {clip(calledShort(one.principal), Math.max(8, Math.floor(left / 7)))}
                </text>
                <line className="exposure-without" x1={x(one.without)} x2={x(one.without)} y1={4} y2={row - 4} />
                <line className="exposure-interval" x1={x(one.low)} x2={x(one.high)} y1={row / 2} y2={row / 2} />
                <circle cx={x(one.fidelity)} cy={row / 2} r={4.2} />
                <text className="tick strong" x={width - 42} y={row / 2} dy="0.32em">
                  {percent(one.fidelity)}
                </text>
              </g>
            ))}
          </>
        );
      }}
    </Frame>
  );
}
