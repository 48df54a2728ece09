import { TimeAxis, ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { linePath } from './paths.js';
import { linearScale, ticks } from './scale.js';

export interface RateChartProps {
  /** Shares from 0 to 1 in the order of time; at least one. */
  readonly points: readonly { readonly at: number; readonly share: number }[];
  /** The largest share that is ordinary, as a line; none where nothing is calibrated. */
  readonly ordinary?: number;
  /** The first and last moment of all charts beside it. */
  readonly from: number;
  readonly to: number;
  /** A moment that is marked. */
  readonly chosen?: number;
  readonly label: string;
}

/** A share over time beside what is ordinary: a small one of many. Points beyond it are marked. */
export function RateChart({ points, ordinary, from, to, chosen, label }: RateChartProps) {
  const high = Math.max(1e-4, ordinary ?? 0, ...points.map(({ share }) => share)) * 1.12;
  return (
    <Frame label={label} height={116}>
      {({ width, height }) => {
        const [left, right, bottom, top] = [50, width - 8, height - 20, 8];
        const x = linearScale([from, to], [left + 4, right - 4]);
        const y = linearScale([0, high], [bottom, top]);
        return (
          <>
            <ValueAxis ticks={ticks(0, high, 3)} y={y} left={left} right={right} format={shareTick} />
            <TimeAxis from={from} to={to} x={x} y={bottom} width={right - left} room={8} />
            {ordinary !== undefined && (
              <line className="critical" x1={left} x2={right} y1={y(ordinary)} y2={y(ordinary)} />
            )}
            {chosen !== undefined && chosen >= from && chosen <= to && (
              <line className="chosen" x1={x(chosen)} x2={x(chosen)} y1={top} y2={bottom} />
            )}
            <path className="line-window" d={linePath(points.map(({ at, share }) => ({ x: x(at), y: y(share) })))} />
            {points.map(({ at, share }) =>
              points.length < 40 || share > (ordinary ?? 1) ? (
                <circle
                  key={at}
                  className={share > (ordinary ?? 1) ? 'dot-alarming' : 'dot-noise'}
                  cx={x(at)}
                  cy={y(share)}
                  r={share > (ordinary ?? 1) ? 2.8 : 2}
                />
              ) : null,
            )}
          </>
        );
      }}
    </Frame>
  );
}

/** Two digits are enough to tell neighbouring ticks apart, however small they are. */
function shareTick(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
