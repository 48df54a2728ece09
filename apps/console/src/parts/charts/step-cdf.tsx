import { decimal, percent } from '../../words/numbers.js';
import { ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { clip, everyNth, placed } from './labels.js';
import { linearScale, type Scale } from './scale.js';
import { cumulative, farthest } from './shares.js';

export interface StepCdfProps {
  /** What to write below each bin: its upper edge, or its value. */
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly label: string;
}

/** Share at or below each bin, baseline and window, with the KS distance drawn where it occurs. */
export function StepCdf({ labels, reference, current, label }: StepCdfProps) {
  const [before, now] = [cumulative(reference), cumulative(current)];
  const apart = farthest(before, now);
  return (
    <Frame label={`${label}; KS distance ${decimal(apart.distance)}`} height={220}>
      {({ width, height }) => {
        const [left, right, bottom] = [44, width - 6, height - 24];
        const y = linearScale([0, 1], [bottom, 10]);
        const x = linearScale([0, labels.length], [left, right]);
        const nth = everyNth(labels, right - left);
        const at = x(apart.bin + 0.5);
        const [a, b] = [y(before[apart.bin] ?? 0), y(now[apart.bin] ?? 0)];
        const leftward = at > (left + right) / 2;
        return (
          <>
            <ValueAxis ticks={[0, 0.25, 0.5, 0.75, 1]} y={y} left={left} right={right} format={percent} />
            {labels.map((name, index) =>
              index % nth === 0 ? (
                <text key={index} className="tick" {...placed(clip(name), x(index + 0.5), width)} y={height - 8}>
                  {clip(name)}
                </text>
              ) : null,
            )}
            <path className="line-baseline" d={steps(before, x, y)} />
            <path className="line-window" d={steps(now, x, y)} />
            {apart.distance > 0 && (
              <g className="distance">
                <line x1={at} x2={at} y1={a} y2={b} />
                <line x1={at - 4} x2={at + 4} y1={a} y2={a} />
                <line x1={at - 4} x2={at + 4} y1={b} y2={b} />
                <text
                  x={leftward ? at - 8 : at + 8}
                  y={Math.abs(a - b) < 20 ? Math.max(12, Math.min(a, b) - 12) : (a + b) / 2}
                  dy="0.32em"
                  textAnchor={leftward ? 'end' : 'start'}
                >
                  KS {decimal(apart.distance)}
                </text>
              </g>
            )}
          </>
        );
      }}
    </Frame>
  );
}

/** A path that rises at the beginning of each bin to the share reached in it. */
function steps(values: readonly number[], x: Scale, y: Scale): string {
  const corners = values.map((value, index) => `L${x(index)} ${y(value)}L${x(index + 1)} ${y(value)}`);
  return `M${x(0)} ${y(0)}${corners.join('')}`;
}
