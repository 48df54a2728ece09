import { useState, type KeyboardEvent } from 'react';
import type { Mark } from '../../data/marks.js';
import type { Interval, PerformanceRow } from '../../data/performance.js';
import { TimeAxis, ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { linePath, nearest } from './paths.js';
import { runsOf, spanOf } from './performance.js';
import { linearScale, ticks, type Scale } from './scale.js';
import { TimeMarks } from './time-marks.js';

export interface PerformanceChartProps {
  /** Of one measure, in the order of time; at least one. */
  readonly rows: readonly PerformanceRow[];
  readonly marks: readonly Mark[];
  readonly label: string;
  /** The window pointed at, for a reading beside the chart. */
  readonly onPoint: (row: PerformanceRow | undefined) => void;
}

/**
 * A measure over time: by labels as dots with their intervals, without labels as a dashed line in a band, and the baseline's
 * value. Hollow where the estimate must not be relied on. Arrow keys move over the windows.
 */
export function PerformanceChart({ rows, marks, label, onPoint }: PerformanceChartProps) {
  const [pointed, setPointed] = useState<number>();
  const last = rows.length - 1;
  const point = (index: number | undefined): void => {
    setPointed(index);
    onPoint(index === undefined ? undefined : rows[index]);
  };
  const press = (event: KeyboardEvent): void => {
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -last, End: last }[event.key];
    if (move === undefined) return;
    point(Math.min(last, Math.max(0, (pointed ?? last) + move)));
    event.preventDefault();
  };
  const [from, to] = [rows[0]?.window_to ?? 0, rows[last]?.window_to ?? 0];
  const at = pointed === undefined ? undefined : rows[pointed];
  return (
    <div
      className="focusable"
      tabIndex={0}
      role="group"
      aria-label={`${label}; arrow keys move over the windows`}
      onKeyDown={press}
      onBlur={() => point(undefined)}
    >
      <Frame label={label} height={260}>
        {({ width, height }) => {
          const [left, right, bottom, top] = [52, width - 12, height - 26, 22];
          const [low, high] = spanOf(rows);
          const x = linearScale([from, to], [left + 10, right - 10]);
          const y = linearScale([low, high], [bottom, top]);
          const spots = rows.map((row) => ({ x: x(row.window_to), y: 0 }));
          const follow = (clientX: number, box: DOMRect): void => point(nearest(spots, clientX - box.left + left));
          return (
            <>
              <ValueAxis ticks={ticks(low, high, 4)} y={y} left={left} right={right} />
              <TimeAxis from={from} to={to} x={x} y={bottom} width={right - left} />
              <Estimates rows={rows} x={x} y={y} />
              <path
                className="line-baseline"
                d={linePath(rows.map((row) => ({ x: x(row.window_to), y: y(row.reference) })))}
              />
              <Realised rows={rows} x={x} y={y} />
              <TimeMarks marks={marks} from={from} to={to} x={x} top={top} bottom={bottom} />
              {at && (
                <g className="cursor">
                  <line x1={x(at.window_to)} x2={x(at.window_to)} y1={top} y2={bottom} />
                </g>
              )}
              <rect
                className="hit"
                x={left}
                y={0}
                width={Math.max(0, right - left)}
                height={bottom}
                fill="transparent"
                onPointerMove={(event) => follow(event.clientX, event.currentTarget.getBoundingClientRect())}
                onPointerDown={(event) => follow(event.clientX, event.currentTarget.getBoundingClientRect())}
                onPointerLeave={(event) => event.pointerType !== 'touch' && point(undefined)}
              />
            </>
          );
        }}
      </Frame>
    </div>
  );
}

interface Drawn {
  readonly rows: readonly PerformanceRow[];
  readonly x: Scale;
  readonly y: Scale;
}

function Estimates({ rows, x, y }: Drawn) {
  return runsOf(rows, ({ estimated }) => estimated !== null).map((run) => {
    const spot = (of: (interval: Interval) => number) =>
      run.map((row) => ({ x: x(row.window_to), y: y(of(row.estimated!)) }));
    const band = [...spot(({ high }) => high), ...spot(({ low }) => low).reverse()];
    return (
      <g key={run[0]?.window_to} className="estimated">
        <path className="estimated-band" d={`${linePath(band)}Z`} />
        <path className="estimated-line" d={linePath(spot(({ value }) => value))} />
        {run.map((row) =>
          row.reliable ? null : (
            <circle
              key={row.window_to}
              className="dot-hollow"
              cx={x(row.window_to)}
              cy={y(row.estimated!.value)}
              r={2.8}
            />
          ),
        )}
      </g>
    );
  });
}

function Realised({ rows, x, y }: Drawn) {
  return (
    <g className="realised">
      {rows.map(({ window_to, realised }) =>
        realised === null ? null : (
          <g key={window_to}>
            <line x1={x(window_to)} x2={x(window_to)} y1={y(realised.low)} y2={y(realised.high)} />
            <circle cx={x(window_to)} cy={y(realised.value)} r={3} />
          </g>
        ),
      )}
    </g>
  );
}
