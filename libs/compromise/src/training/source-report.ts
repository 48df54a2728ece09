import type { SourceVerdict } from './judge-sources.js';
import type { TrainingSource } from './training-report.js';

/** A verdict with names and words. */
export function sourceReport(
  verdict: SourceVerdict,
  sources: readonly string[],
  classes: readonly string[],
): TrainingSource {
  return {
    source: sources[verdict.source]!,
    rows: verdict.rows,
    disagreements: verdict.disagreements,
    expected: rounded(verdict.expected, 10),
    flip_rate: rounded(verdict.rate, 1e4),
    p_value: verdict.pValue,
    suspected: verdict.suspected,
    flips: verdict.flips.map(({ from, to, n, expected }) => ({
      from: classes[from]!,
      to: classes[to]!,
      n,
      expected: rounded(expected, 10),
    })),
    smallest_flip_rate_found: verdict.smallestFlipRate === null ? null : rounded(verdict.smallestFlipRate, 1e4),
    since_row: verdict.since,
    words: wordsOf(verdict, classes),
  };
}

function wordsOf(
  { suspected, by, rate, flips, smallestFlipRate, since }: SourceVerdict,
  classes: readonly string[],
): string {
  const power =
    smallestFlipRate === null
      ? 'no share of flipped labels up to a half would surely be found with so few or so difficult rows'
      : `${percent(smallestFlipRate)} flipped labels would be found nine times in ten`;
  if (!suspected) return power;
  const [flip] = flips;
  const what =
    by === 'past'
      ? 'its second half disagrees far more than its first'
      : by === 'pair' && flip !== undefined
        ? `labels ${classes[flip.from]!} as ${classes[flip.to]!} where others do not`
        : `about ${percent(Math.max(0, rate))} of its labels are flipped beyond what others show`;
  return `${what}${since === null ? '' : `, since row ${since}`}; ${power}`;
}

function percent(share: number): string {
  return `${rounded(share * 100, 10)} %`;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
