import type { SegmentPart } from '../../data/comparison.js';
import { decimal } from '../../words/numbers.js';
import { Legend } from '../legend.js';
import { Frame } from './frame.js';
import { clip } from './labels.js';
import { linearScale } from './scale.js';

export interface SegmentPartsProps {
  readonly parts: readonly (SegmentPart & { readonly field: string })[];
  readonly label: string;
}

const row = 36;
const bar = 11;

/** Two lying bars a segment: what it changed within, and what there is more or less of it. Left of zero: it works against the drift. */
export function SegmentParts({ parts, label }: SegmentPartsProps) {
  const values = parts.flatMap(({ within, mix }) => [within, mix]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return (
    <>
      <Legend
        entries={[
          { mark: 'swatch-window', words: 'it changed within' },
          { mark: 'swatch-baseline', words: 'there is more or less of it' },
        ]}
      />
      <Frame label={label} height={parts.length * row + 8}>
        {({ width }) => {
          const left = Math.min(170, width * 0.34);
          const x = linearScale([low, high > low ? high : low + 1], [left, width - 62]);
          return parts.map((part, index) => (
            <Row key={`${part.field} ${part.segment}`} part={part} x={x} left={left} top={index * row + 4} />
          ));
        }}
      </Frame>
    </>
  );
}

interface RowProps {
  readonly part: SegmentPartsProps['parts'][number];
  readonly x: (value: number) => number;
  readonly left: number;
  readonly top: number;
}

function Row({ part: { segment, within, mix }, x, left, top }: RowProps) {
  const name = segment === '' ? 'the rest' : segment;
  const right = Math.max(x(0), x(within), x(mix));
  const bars = [
    ['bar-window', within],
    ['bar-baseline', mix],
  ] as const;
  return (
    <g transform={`translate(0 ${top})`}>
      <title>{`${name}: ${decimal(within)} within, ${decimal(mix)} by mix`}</title>
      <text className="tick" x={left - 8} y={row / 2} dy="0.32em" textAnchor="end">
        {clip(name, Math.max(6, Math.floor(left / 7)))}
      </text>
      {bars.map(([mark, value], at) => (
        <rect
          key={mark}
          className={mark}
          x={Math.min(x(0), x(value))}
          y={(row - 2 * bar - 2) / 2 + at * (bar + 2)}
          width={Math.max(1, Math.abs(x(value) - x(0)))}
          height={bar}
          rx={1.5}
        />
      ))}
      <text className="tick strong" x={right + 6} y={row / 2} dy="0.32em">
        {decimal(within + mix)}
      </text>
    </g>
  );
}
