import { decimal } from '../../words/numbers.js';
import { TimeAxis, ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { linePath } from './paths.js';
import { linearScale, ticks } from './scale.js';

export interface Series {
  readonly name: string;
  /** In the order of time. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export interface LineChartProps {
  readonly series: readonly Series[];
  readonly label: string;
  readonly height?: number;
  /** Where values begin at the bottom; at zero, or the least of them, when not given. */
  readonly floor?: number;
  /** Values at the left in words. */
  readonly format?: (value: number) => string;
}

/** Several series over time; the n-th takes the n-th colour of the legend. */
export function LineChart({ series, label, height: tall = 280, floor = 0, format = decimal }: LineChartProps) {
  const all = series.flatMap(({ points }) => points);
  const values = all.map(({ value }) => value);
  const [low, high] = [Math.min(floor, ...values), Math.max(floor + 1e-9, ...values)];
  const [from, to] = [Math.min(...all.map(({ at }) => at)), Math.max(...all.map(({ at }) => at))];
  return (
    <Frame label={label} height={tall}>
      {({ width, height }) => {
        const [left, right, bottom] = [58, width - 10, height - 26];
        const x = linearScale([from, to], [left, right]);
        const y = linearScale([low, high + (high - low) * 0.05], [bottom, 10]);
        return (
          <>
            <ValueAxis ticks={ticks(low, high, 5)} y={y} left={left} right={right} format={format} />
            <TimeAxis from={from} to={to} x={x} y={bottom} width={right - left} />
            {series.map(({ name, points }, index) => (
              <g key={name} className={`series-${index % 8}`}>
                <path className="line" d={linePath(points.map(({ at, value }) => ({ x: x(at), y: y(value) })))} />
                {points.length < 60 &&
                  points.map(({ at, value }) => <circle key={at} cx={x(at)} cy={y(value)} r={2.2} />)}
              </g>
            ))}
          </>
        );
      }}
    </Frame>
  );
}
