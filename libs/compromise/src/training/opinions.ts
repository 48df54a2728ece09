import { atOnce } from '../at-once.js';
import { type Columns, growForest } from './forest.js';
import { asVote, type Vote } from './neighbourhood.js';

const folds = 5;
const seed = 20_060_302;

/**
 * What the others say about every row: a forest that learnt from other sources, never from the row's own, nor from those left out.
 * Sources are put in five groups of about equal size; each is told by a forest of the other four.
 *
 * @param sources by row, −1 for nobody's
 * @returns undefined for a row about which no others can say anything
 */
export function othersSay(
  columns: Columns,
  labels: readonly number[],
  sources: readonly number[],
  classes: number,
  leftOut: ReadonlySet<number>,
): readonly (Vote | undefined)[] {
  return atOnce(othersSaying(columns, labels, sources, classes, leftOut));
}

/** The same step by step, a forest each. */
export function* othersSaying(
  columns: Columns,
  labels: readonly number[],
  sources: readonly number[],
  classes: number,
  leftOut: ReadonlySet<number>,
): Generator<void, readonly (Vote | undefined)[]> {
  const foldOf = groups(sources);
  const votes: (Vote | undefined)[] = new Array<undefined>(labels.length).fill(undefined);
  for (let fold = 0; fold < folds; fold++) {
    const of: number[] = [];
    const learn: number[] = [];
    labels.forEach((_, at) => {
      if (foldOf[at] === fold) of.push(at);
      else if (!leftOut.has(sources[at]!)) learn.push(at);
    });
    if (of.length === 0 || learn.length === 0) continue;
    const say = growForest(columns, labels, classes, learn, seed + fold);
    for (const at of of) votes[at] = asVote(say(columns, at));
    yield;
  }
  return votes;
}

/** The group of each row: all rows of a source in one, the largest sources first into the smallest group. */
function groups(sources: readonly number[]): number[] {
  const sizes = new Map<number, number>();
  for (const source of sources) if (source >= 0) sizes.set(source, (sizes.get(source) ?? 0) + 1);
  const filled = new Array<number>(folds).fill(0);
  const foldOf = new Map<number, number>();
  for (const [source, size] of [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOf.set(source, fold);
    filled[fold]! += size;
  }
  return sources.map((source, at) => foldOf.get(source) ?? at % folds);
}
