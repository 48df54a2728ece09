import type { SegmentPart } from '../../data/comparison.js';

/** Segments worth drawing, the largest part first whichever way it works, and what the others make together. */
export interface MostMovedSegments {
  readonly shown: readonly SegmentPart[];
  readonly hidden: { readonly count: number; readonly sum: number };
}

/** The rest ('' ) of a field whose values are all segments is noise of rounding: below this share of the PSI it is not drawn. */
const nothing = 1e-6;

export function mostMovedSegments(parts: readonly SegmentPart[], most: number): MostMovedSegments {
  const whole = parts.reduce((sum, part) => sum + partOf(part), 0);
  const real = parts.filter(
    (part) => part.segment !== '' || Math.abs(part.within) + Math.abs(part.mix) > nothing * Math.abs(whole),
  );
  const sorted = [...real].sort((one, other) => Math.abs(partOf(other)) - Math.abs(partOf(one)));
  const hidden = sorted.slice(most);
  return {
    shown: sorted.slice(0, most),
    hidden: { count: hidden.length, sum: hidden.reduce((sum, part) => sum + partOf(part), 0) },
  };
}

function partOf({ within, mix }: SegmentPart): number {
  return within + mix;
}
