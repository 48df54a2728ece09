import { saidIn, type Tally } from './tally.js';

/** What is asked of the rows: whether their label is another than their neighbours say, or whether it is `to` where they say `from`. */
export type Question = 'any' | { readonly from: number; readonly to: number };

/** How many labels of one source are flipped beyond what rows of the same difficulty show elsewhere. */
export interface Excess {
  /** Rows that the question is about. */
  readonly rows: number;
  readonly disagreements: number;
  /** What the others' rate at each difficulty gives for these rows. */
  readonly expected: number;
  /** Estimated share of labels flipped, in excess of the others; may be negative. */
  readonly rate: number;
  /** Variance of the estimate if nothing is flipped, and its third central moment. */
  readonly variance: number;
  readonly third: number;
  /** Variance of the estimate if this share is flipped. */
  readonly varianceAt: (rate: number) => number;
}

/**
 * Estimates the share of flipped labels of one source by the score of its likelihood at no flips. A row at which
 * neighbours are sure weighs more than one at which everybody errs: with rate q of disagreement at its difficulty and
 * sensitivity a, a flipped share ε makes it q + ε·a, and
 *
 *   ε̂ = Σ w·(d − q) / Σ w·a,   w = a / (q·(1 − q))
 *
 * For any flip a = 1 − q·K/(K − 1) with K classes; for `from` into `to` it is the share that has the label `from`.
 * Rates come from the others, and their own error is in the variance.
 *
 * @param own    rows that are judged: of one source, or a part of them
 * @param source all rows of that source
 * @param all    rows of everybody whose rates count, the source among them or not
 * @param isPart whether it is: its rows are then taken off
 * @param sought the share of flips that rows are weighed for
 * @returns undefined when no row tells anything
 */
export function excessOf(
  question: Question,
  own: Tally,
  source: Tally,
  all: Tally,
  isPart: boolean,
  classes: number,
  sought = 0,
): Excess | undefined {
  const overall = overallOf(question, source, all, isPart);
  const cells = [...own.cells].flatMap(([key, { total: n }]) => {
    const chance = chanceIn(key, question, source, all, isPart, classes, overall);
    if (chance === undefined) return [];
    return [{ ...chance, n, w: weightOf(chance, sought), d: hits(question, own, key) }];
  });
  const sum = (term: (cell: (typeof cells)[number]) => number) => cells.reduce((total, cell) => total + term(cell), 0);
  const information = sum(({ n, w, a }) => n * w * a);
  if (!(information > 0)) return undefined;
  const borrowed = sum(({ n, w, q, others }) => ((w * n) ** 2 * q * (1 - q)) / (others + 1));
  const varianceAt = (rate: number) =>
    (sum(({ n, w, q, a }) => n * w * w * (q + rate * a) * (1 - q - rate * a)) + borrowed) / information ** 2;
  return {
    rows: sum(({ n }) => n),
    disagreements: sum(({ d }) => d),
    expected: sum(({ n, q }) => n * q),
    rate: sum(({ n, w, q, d }) => w * (d - n * q)) / information,
    variance: varianceAt(0),
    third: sum(({ n, w, q }) => n * w ** 3 * q * (1 - q) * (1 - 2 * q)) / information ** 3,
    varianceAt,
  };
}

/** How much a row of a cell says of whether so many are flipped. */
function weightOf({ q, a }: Chance, sought: number): number {
  const flipped = Math.min(0.999, q + sought * a);
  return a / (flipped * (1 - flipped));
}

/** Of one cell: the others' rate of disagreement, how many rows it is known from, and what a flipped share adds to it. */
export interface Chance {
  readonly q: number;
  readonly a: number;
  readonly others: number;
}

/** What the others show in a cell; undefined where the question is not about it, or flips would not show. */
export function chanceIn(
  key: number,
  question: Question,
  own: Tally,
  all: Tally,
  isPart: boolean,
  classes: number,
  overall = overallOf(question, own, all, isPart),
): Chance | undefined {
  if (question !== 'any' && saidIn(key) !== question.from) return undefined;
  const others = all.count(key) - (isPart ? own.count(key) : 0);
  const elsewhere = hits(question, all, key) - (isPart ? hits(question, own, key) : 0);
  const q = (elsewhere + overall) / (others + 1);
  const a = question === 'any' ? 1 - (q * classes) / (classes - 1) : agreeing(key, own, all, isPart, q);
  return a > 0 && q < 1 ? { q, a, others } : undefined;
}

/** Rows of a cell that answer the question with yes. */
function hits(question: Question, tally: Tally, key: number): number {
  return question === 'any' ? tally.count(key) - tally.count(key, saidIn(key)) : tally.count(key, question.to);
}

/** The others' rate over all difficulties; half a row beside, so that it is never 0. */
function overallOf(question: Question, own: Tally, all: Tally, isPart: boolean): number {
  let rows = 1;
  let yes = 0.5;
  for (const [key, { total }] of all.cells) {
    if (question !== 'any' && saidIn(key) !== question.from) continue;
    rows += total - (isPart ? own.count(key) : 0);
    yes += hits(question, all, key) - (isPart ? hits(question, own, key) : 0);
  }
  return yes / rows;
}

function agreeing(key: number, own: Tally, all: Tally, isPart: boolean, q: number): number {
  const said = saidIn(key);
  const others = all.count(key) - (isPart ? own.count(key) : 0);
  const agree = all.count(key, said) - (isPart ? own.count(key, said) : 0);
  return Math.min(1 - q, (agree + 1) / (others + 1));
}
