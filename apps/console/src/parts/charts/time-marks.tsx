import type { Mark } from '../../data/marks.js';
import { short } from '../../words/says.js';
import { utc } from '../../words/times.js';
import type { Scale } from './scale.js';

export interface TimeMarksProps {
  readonly marks: readonly Mark[];
  readonly from: number;
  readonly to: number;
  readonly x: Scale;
  /** Where the lines begin and end; the signs stand above, in 16 pixels. */
  readonly top: number;
  readonly bottom: number;
}

/** Releases (triangles) and baselines (diamonds) on a time axis, each with a line through the chart. */
export function TimeMarks({ marks, from, to, x, top, bottom }: TimeMarksProps) {
  return (
    <g className="marks">
      {marks
        .filter(({ at }) => at >= from && at <= to)
        .map((mark) => (
          <g key={`${mark.kind}${mark.at}${mark.model_version}`} className={`mark-${mark.kind}`}>
            <title>{markWords(mark)}</title>
            <line x1={x(mark.at)} x2={x(mark.at)} y1={top - 2} y2={bottom} />
            <path transform={`translate(${x(mark.at)} ${top - 8})`} d={shapes[mark.kind]} />
          </g>
        ))}
    </g>
  );
}

/** A mark in words: what, and when. */
export function markWords(mark: Mark): string {
  return mark.kind === 'release'
    ? `Version ${mark.model_version || 'without a name'} first seen ${utc(mark.at)}`
    : `Baseline ${short(mark.digest)} in force since ${utc(mark.at)}`;
}

const shapes: Readonly<Record<Mark['kind'], string>> = {
  release: 'M-5 -4L5 -4L0 5Z',
  baseline: 'M0 -6L5.5 0L0 6L-5.5 0Z',
};
