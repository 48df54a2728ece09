import type { JudgedRow } from './judged-row.js';
import { judgeSources, type SourceVerdict } from './judge-sources.js';
import type { Spread } from './spread.js';
import { type Columns, columnsOf, growForest } from './forest.js';
import { asVote } from './neighbourhood.js';
import { othersSay } from './opinions.js';

/** Labels and sources as numbers, beside the points of the rows. */
export interface NumberedRows {
  /** The row's number in the file, by place. */
  readonly rows: readonly number[];
  /** Its class. */
  readonly labels: readonly number[];
  /** Its source, −1 where none is said. */
  readonly sources: readonly number[];
  readonly points: readonly Float64Array[];
  /** Trusted rows, when only they are to be believed. */
  readonly trusted?: { readonly points: readonly Float64Array[]; readonly labels: readonly number[] };
  readonly classCount: number;
  readonly sourceCount: number;
}

/** Every row with what the others say, and every source. */
export interface LabelVerdicts {
  readonly rows: readonly JudgedRow[];
  readonly sources: readonly SourceVerdict[];
  readonly spread: Spread;
}

const mostRounds = 3;
const seed = 20_060_301;

/** Judges the sources; what a suspected one says is then left out of what the others are judged by, and all are judged anew, at most twice. */
export function judgeLabels(numbered: NumberedRows): LabelVerdicts {
  const { labels, sources, trusted, classCount, sourceCount } = numbered;
  const points = columnsOf(numbered.points);
  // Where what is right changes along the file, its rows' places tell.
  const columns = [...points, Float64Array.from(numbered.rows)];
  const fixed = trusted === undefined ? undefined : trustedSay(points, trusted, classCount);
  let leftOut: ReadonlySet<number> = new Set();
  for (let round = 1; ; round++) {
    const votes = fixed ?? othersSay(columns, labels, sources, classCount, leftOut);
    const rows = numbered.rows.map((row, at): JudgedRow => {
      return { row, source: sources[at]!, label: labels[at]!, vote: votes[at] };
    });
    const { verdicts, spread } = judgeSources(rows, sourceCount, classCount, leftOut);
    const suspects = verdicts.filter(({ suspected }) => suspected).map(({ source }) => source);
    const isKnown = suspects.every((source) => leftOut.has(source));
    // Of more than half of the sources nobody can say who is right.
    if (isKnown || round === mostRounds || suspects.length * 2 > verdicts.length)
      return { rows, sources: verdicts, spread };
    leftOut = new Set(suspects);
  }
}

function trustedSay(columns: Columns, { points, labels }: NonNullable<NumberedRows['trusted']>, classes: number) {
  const learn = labels.map((_, at) => at);
  const say = growForest(columnsOf(points), labels, classes, learn, seed);
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, at) => asVote(say(columns, at)));
}
