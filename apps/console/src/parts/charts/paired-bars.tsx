import { percent } from '../../words/numbers.js';
import { ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { clip, everyNth, placed } from './labels.js';
import { linearScale, ticks } from './scale.js';
import { shares } from './shares.js';

export interface PairedBarsProps {
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly label: string;
  readonly height?: number;
  /** The largest share of charts that are read beside each other; by itself, its own. */
  readonly top?: number;
}

/** Share of each bin in the baseline (grey) and in the window (colour), side by side. Each bin has the same width. */
export function PairedBars({ labels, reference, current, label, height: tall = 220, top: shared }: PairedBarsProps) {
  const [before, now] = [shares(reference), shares(current)];
  const top = shared ?? Math.max(0.01, ...before, ...now);
  return (
    <Frame label={label} height={tall}>
      {({ width, height }) => {
        const [left, right, bottom] = [44, width - 6, height - 24];
        const y = linearScale([0, top], [bottom, 10]);
        const slot = (right - left) / Math.max(1, labels.length);
        const bar = Math.max(1, Math.min(26, slot * 0.42));
        const nth = everyNth(labels, right - left);
        return (
          <>
            <ValueAxis ticks={ticks(0, top, height < 150 ? 2 : 4)} y={y} left={left} right={right} format={percent} />
            {labels.map((name, index) => {
              const middle = left + slot * (index + 0.5);
              const [a, b] = [before[index] ?? 0, now[index] ?? 0];
              return (
                <g key={index}>
                  <title>{`${name}: baseline ${percent(a)}, window ${percent(b)}`}</title>
                  <rect x={left + slot * index} y={10} width={slot} height={bottom - 10} fill="transparent" />
                  <rect className="bar-baseline" x={middle - bar} y={y(a)} width={bar} height={bottom - y(a)} />
                  <rect className="bar-window" x={middle} y={y(b)} width={bar} height={bottom - y(b)} />
                  {index % nth === 0 && (
                    <text className="tick" {...placed(clip(name), middle, width)} y={height - 8}>
                      {clip(name)}
                    </text>
                  )}
                </g>
              );
            })}
          </>
        );
      }}
    </Frame>
  );
}
