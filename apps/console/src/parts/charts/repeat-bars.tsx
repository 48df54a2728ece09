import { TimeAxis, ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { linearScale, ticks } from './scale.js';

/** One stretch of questions: how many were asked before, and how many of these got another answer. */
export interface RepeatBar {
  readonly from: number;
  readonly to: number;
  readonly repeats: number;
  readonly conflicts: number;
}

/** Repeats over time as standing bars; those with another answer in red from the bottom, each at least a pixel high. */
export function RepeatBars({ bars, label }: { bars: readonly RepeatBar[]; label: string }) {
  const high = Math.max(1, ...bars.map(({ repeats }) => repeats));
  const [from, to] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 0];
  return (
    <Frame label={label} height={170}>
      {({ width, height }) => {
        const [left, right, bottom, top] = [46, width - 8, height - 22, 8];
        const x = linearScale([from, to], [left, right]);
        const y = linearScale([0, high], [bottom, top]);
        return (
          <>
            <ValueAxis ticks={ticks(0, high, 3)} y={y} left={left} right={right} />
            <TimeAxis from={from} to={to} x={x} y={bottom} width={right - left} room={8} />
            {bars.map((bar) => {
              const wide = Math.max(1, x(bar.to) - x(bar.from) - 1);
              const rise = bar.conflicts === 0 ? 0 : Math.max(3, bottom - y(bar.conflicts));
              return (
                <g key={bar.from}>
                  <title>{`${bar.repeats} asked again, ${bar.conflicts} with another answer`}</title>
                  <rect
                    className="bar-baseline"
                    x={x(bar.from)}
                    y={y(bar.repeats)}
                    width={wide}
                    height={bottom - y(bar.repeats)}
                  />
                  <rect className="bar-conflict" x={x(bar.from)} y={bottom - rise} width={wide} height={rise} />
                </g>
              );
            })}
          </>
        );
      }}
    </Frame>
  );
}
