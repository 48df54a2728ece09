import type { Excess, Question } from '../training/excess.js';
import { spreadOf, type Spread } from '../training/spread.js';
import type { Tally } from '../training/tally.js';
import { excessAmong, excessBeside, stretchOf, tallyOf, withHealthy } from './compared.js';
import type { JudgedLabel } from './judged-label.js';
import { RecentLabels } from './recent-labels.js';

/** How sources differ by nature, measured on healthy labels. */
export interface Nature {
  readonly centre: number;
  /** Standard deviation between sources, beyond chance. */
  readonly between: number;
  /** Standard deviation of a source's windows around its own rate, beyond chance: beside healthy labels, and beside others at the same time. */
  readonly within: { readonly healthy: number; readonly concurrent: number };
  /** Standard deviation of everybody's windows of 400, beyond chance. */
  readonly over_time: number;
  /** Behind `within`: how long the windows are, and how many. */
  readonly window: number;
  readonly windows: number;
  /** Of sources that are known: how far they lie beyond the centre, and the variance of that. */
  readonly own: Readonly<Record<string, Expectation>>;
}

/** What is expected of a source before it is judged. */
export interface Expectation {
  readonly shift: number;
  readonly variance: number;
}

/** Windows of one source's labels that lie end to end: the longest of which there are enough is taken. */
const lengths = [200, 100, 50, 25] as const;
export const enoughWindows = 30;
/** Sources of fewer labels have no past of their own; at most so many have one. */
const everybodysWindow = 400;
const enoughLabels = 50;
const mostKnown = 4_000;

/** @param healthy in their order */
export function natureOf(question: Question, healthy: readonly JudgedLabel[], classes: number): Nature {
  const all = tallyOf(healthy);
  const bySource = labelsBySource(healthy);
  const whole = new Map<string, Excess>();
  for (const [source, labels] of bySource) {
    const own = tallyOf(labels);
    const excess = excessAmong(question, own, own, all, true, classes);
    if (excess !== undefined) whole.set(source, excess);
  }
  const between = spreadOf([...whole.values()]);
  const { window, parts } = partsOf([...bySource.values()]);
  const recent = new RecentLabels();
  for (const label of healthy) recent.add(label);
  const within = parts.flatMap(({ labels, among }) => {
    const source = labels[0]!.source;
    const own = whole.get(source);
    const tally = tallyOf(labels);
    const past = excessAmong(question, tally, tallyOf(among), all, true, classes);
    const others = recent.others(source, new Set(), stretchOf(labels), labels.at(-1)!.number);
    const beside = excessBeside(question, tally, withHealthy(others, all), classes);
    return own === undefined || past === undefined || beside === undefined ? [] : [{ own, past, beside }];
  });
  const around = (of: (part: (typeof within)[number]) => Excess): number =>
    spreadOf(
      within.map((part) => ({ rate: of(part).rate - part.own.rate, variance: of(part).variance + part.own.variance })),
    ).deviation;
  return {
    centre: between.centre,
    between: between.deviation,
    within: { healthy: around(({ past }) => past), concurrent: around(({ beside }) => beside) },
    over_time: overTime(question, healthy, all, classes),
    window,
    windows: within.length,
    own: Object.fromEntries(knownOf(whole, between)),
  };
}

/** What is expected of a source: what it was, drawn towards what sources are, as far as few labels of it say. */
export function expectationOf({ own, between }: Nature, source: string): Expectation {
  return Object.hasOwn(own, source) ? own[source]! : { shift: 0, variance: between ** 2 };
}

function knownOf(whole: ReadonlyMap<string, Excess>, { centre, deviation }: Spread): [string, Expectation][] {
  return [...whole]
    .filter(([, { rows }]) => rows >= enoughLabels)
    .sort((a, b) => b[1].rows - a[1].rows || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostKnown)
    .map(([source, { rate, variance }]) => {
      const weight = deviation ** 2 / (deviation ** 2 + variance);
      return [source, { shift: weight * (rate - centre), variance: weight * variance }];
    });
}

function labelsBySource(labels: readonly JudgedLabel[]): ReadonlyMap<string, readonly JudgedLabel[]> {
  const bySource = new Map<string, JudgedLabel[]>();
  for (const label of labels) {
    if (label.source === '') continue;
    const own = bySource.get(label.source);
    if (own === undefined) bySource.set(label.source, [label]);
    else own.push(label);
  }
  return bySource;
}

function overTime(question: Question, healthy: readonly JudgedLabel[], all: Tally, classes: number): number {
  const windows = Array.from({ length: Math.floor(healthy.length / everybodysWindow) }, (_, k) =>
    tallyOf(healthy.slice(k * everybodysWindow, (k + 1) * everybodysWindow)),
  );
  return spreadOf(windows.flatMap((window) => excessAmong(question, window, window, all, true, classes) ?? []))
    .deviation;
}

function partsOf(sources: readonly (readonly JudgedLabel[])[]) {
  const parts = (length: number) =>
    sources.flatMap((among) =>
      Array.from({ length: Math.floor(among.length / length) }, (_, k) => ({
        labels: among.slice(k * length, (k + 1) * length),
        among,
      })),
    );
  const window = lengths.find((length) => parts(length).length >= enoughWindows) ?? lengths.at(-1)!;
  return { window, parts: parts(window) };
}
