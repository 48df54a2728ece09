import { beganAt } from './began.js';
import { type Excess, chanceIn, excessOf, type Question } from './excess.js';
import type { JudgedRow } from './judged-row.js';
import { smallestFlipRate } from './power.js';
import { chanceOf, type Spread, spreadOf } from './spread.js';
import { cellOf, saidIn, Tally } from './tally.js';

/** The chance that a training set without any attack has a source accused. */
export const familyLevel = 0.005;
/** How that chance is divided: any flips, flips of one class into another, a source that became worse than it was. */
const parts = { any: 0.4, pair: 0.4, past: 0.2 };
/** An excess below two points, or below five rows, accuses nobody. */
const leastExcess = 0.02;
const leastRows = 5;
/** So many pairs of classes are told of one source. */
const mostFlips = 5;

/** Labels `to` of one source where neighbours say `from`, beside what the others' rows of the same difficulty have. */
export interface Flips {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly expected: number;
}

/** What is to be said of one source. */
export interface SourceVerdict {
  readonly source: number;
  /** Rows that have neighbours of other sources. */
  readonly rows: number;
  readonly disagreements: number;
  readonly expected: number;
  /** Share of flipped labels, estimated, in excess of clean sources. */
  readonly rate: number;
  /** Of the most surprising test, for all tests together: accused at 0.005. */
  readonly pValue: number;
  readonly suspected: boolean;
  /** Which test it was. */
  readonly by: 'any' | 'pair' | 'past';
  readonly flips: readonly Flips[];
  readonly smallestFlipRate: number | null;
  readonly since: number | null;
}

/**
 * Judges every source against the others on rows of the same difficulty, and against its own first half.
 *
 * @param rows      of all sources, in the file's order; source −1 is nobody's, and not judged
 * @param leftOut   sources that are known to be bad: they are judged but nobody is compared with them
 */
export function judgeSources(
  rows: readonly JudgedRow[],
  sources: number,
  classes: number,
  leftOut: ReadonlySet<number>,
): { readonly verdicts: readonly SourceVerdict[]; readonly spread: Spread } {
  const all = new Tally();
  const own = Array.from({ length: sources }, () => [] as JudgedRow[]);
  for (const row of rows) {
    if (row.vote === undefined) continue;
    own[row.source]?.push(row);
    if (!leftOut.has(row.source)) all.add(row.vote, row.label);
  }
  const tallies = own.map(tallyOf);
  const excess = (question: Question, source: number, tally = tallies[source]!) =>
    excessOf(question, tally, tallies[source]!, all, !leftOut.has(source), classes);
  const judged = own.flatMap((list, source) => (list.length > 0 ? [source] : []));
  const clean = judged.filter((source) => !leftOut.has(source));
  const measured = (of: (source: number) => Excess | undefined) => {
    const excesses = new Map(judged.flatMap((source) => entry(source, of(source))));
    return { excesses, spread: spreadOf(clean.flatMap((source) => excesses.get(source) ?? [])) };
  };

  const any = measured((source) => excess('any', source));
  const pairs = pairsIn(all, tallies, classes).map((question) => ({
    question,
    ...measured((source) => excess(question, source)),
  }));
  const past = measured((source) => {
    const [before, after] = halves(own[source]!).map((half) => excess('any', source, tallyOf(half)));
    return before === undefined || after === undefined ? undefined : difference(before, after);
  });
  const anyLevel = (familyLevel * parts.any) / Math.max(1, judged.length);
  const pairTests = Math.max(1, judged.length) * classes * (classes - 1);

  const verdicts = judged.map((source): SourceVerdict => {
    const overall = any.excesses.get(source);
    const tests = [
      { by: 'any' as const, question: 'any' as Question, times: judged.length / parts.any, ...test(any, source) },
      ...pairs.map((pair) => ({
        by: 'pair' as const,
        question: pair.question,
        times: pairTests / parts.pair,
        ...test(pair, source),
      })),
      // A first half that was better than it should be is no sign of flips in the second.
      ...(overall !== undefined && overall.rate - any.spread.centre >= leastExcess
        ? [
            {
              by: 'past' as const,
              question: 'any' as Question,
              times: judged.length / parts.past,
              ...test(past, source),
            },
          ]
        : []),
    ].map((each) => ({ ...each, pValue: Math.min(1, each.chance * each.times) }));
    const worst = tests.reduce((most, each) => (each.pValue < most.pValue ? each : most));
    const suspected = worst.pValue <= familyLevel;
    const model = (row: JudgedRow) =>
      chanceIn(cellOf(row.vote!), worst.question, tallies[source]!, all, !leftOut.has(source), classes);
    return {
      source,
      rows: own[source]!.length,
      disagreements: own[source]!.filter(({ label, vote }) => label !== vote!.says).length,
      expected: overall?.expected ?? 0,
      rate: overall === undefined ? 0 : overall.rate - any.spread.centre,
      pValue: worst.pValue,
      suspected,
      by: worst.by,
      flips: pairs
        .flatMap(({ question, excesses }) => {
          const found = excesses.get(source);
          return found === undefined || found.disagreements <= found.expected
            ? []
            : [{ ...question, n: found.disagreements, expected: found.expected }];
        })
        .sort((a, b) => b.n - b.expected - (a.n - a.expected))
        .slice(0, mostFlips),
      smallestFlipRate: overall === undefined ? null : smallestFlipRate(overall, any.spread, anyLevel, leastExcess),
      since: suspected ? beganAt(own[source]!, worst.question, model, Math.max(0.05, worst.excess)) : null,
    };
  });
  return { verdicts, spread: any.spread };
}

/** The chance of what one source shows, 1 where it is too little to accuse anybody. */
function test({ excesses, spread }: { excesses: ReadonlyMap<number, Excess>; spread: Spread }, source: number) {
  const found = excesses.get(source);
  const excess = found === undefined ? 0 : found.rate - spread.centre;
  const isLarge = found !== undefined && excess >= leastExcess && found.disagreements - found.expected >= leastRows;
  return { excess, chance: isLarge ? chanceOf(found, spread) : 1 };
}

function tallyOf(rows: readonly JudgedRow[]): Tally {
  const tally = new Tally();
  for (const { vote, label } of rows) if (vote !== undefined) tally.add(vote, label);
  return tally;
}

function halves<T>(items: readonly T[]): [readonly T[], readonly T[]] {
  const half = Math.floor(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}

/** How much worse the second half is. */
function difference(before: Excess, after: Excess): Excess {
  return {
    ...after,
    rate: after.rate - before.rate,
    variance: after.variance + before.variance,
    third: after.third - before.third,
    varianceAt: (rate) => after.varianceAt(rate) + before.variance,
  };
}

/** Pairs of classes that occur: neighbours say one and a label says the other. */
function pairsIn(all: Tally, tallies: readonly Tally[], classes: number): { from: number; to: number }[] {
  const met = new Set<number>();
  for (const tally of [all, ...tallies])
    for (const [key, { labels }] of tally.cells)
      for (const label of labels.keys()) met.add(saidIn(key) * classes + label);
  return [...met]
    .sort((a, b) => a - b)
    .map((pair) => ({ from: Math.floor(pair / classes), to: pair % classes }))
    .filter(({ from, to }) => from !== to);
}

function entry<K, V>(key: K, value: V | undefined): [K, V][] {
  return value === undefined ? [] : [[key, value]];
}
