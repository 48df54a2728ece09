import { benjaminiHochberg } from '@anchorwatch/stats';
import { liftOf, type Counts } from '../lift-test.js';
import type { LabelledRow } from './labelled-row.js';

/** A value of a feature, or values of two, whose rows have nearly all one label. */
export interface Pattern {
  readonly features: readonly string[];
  readonly values: readonly (string | number | boolean)[];
  readonly label: number;
  /** Places of its rows. */
  readonly places: readonly number[];
  /** Share of the label among its rows over its share among all. */
  readonly lift: number;
  readonly pValue: number;
}

const fewestRows = 20;
/** What more than a tenth of the rows have is no trigger: it would show everywhere. */
const mostShare = 0.1;
/** Nearly no entropy is left: the label of so many of its rows is the same, natural errors aside. */
const pure = 0.95;
const falseShare = 0.01;
/** Pairs are looked for among the features with the fewest values, at most so many. */
const mostPairedFeatures = 40;

interface Item {
  readonly feature: string;
  readonly value: string | number | boolean;
  readonly places: number[];
}

/**
 * Rare values, and pairs of values neither of which does it alone, whose labels are nearly all the same: lift times the collapse
 * of the label's entropy, by the G-test, with a share of .01 false ones among those found (Benjamini–Hochberg). That is what a trigger
 * looks like, and what a good feature looks like as well: what is natural is told apart afterwards.
 *
 * @returns the most surprising first
 */
export function minePatterns(
  rows: readonly LabelledRow[],
  labels: readonly number[],
  classes: number,
): readonly Pattern[] {
  const totals = countsOf(labels, classes);
  const items = itemsOf(rows);
  const most = mostShare * rows.length;
  const tested: Pattern[] = [];
  const consider = (parts: readonly Item[], places: readonly number[]) => {
    if (places.length < fewestRows || places.length > most) return;
    const counts = new Array<number>(classes).fill(0);
    for (const at of places) counts[labels[at]!]!++;
    tested.push(patternOf(parts, places, counts, totals, rows.length));
  };
  for (const item of items) consider([item], item.places);
  for (const [a, b] of pairsOf(items)) {
    if (isPure(a, labels, classes) || isPure(b, labels, classes)) continue;
    const inB = new Set(b.places);
    consider(
      [a, b],
      a.places.filter((at) => inB.has(at)),
    );
  }
  const found = benjaminiHochberg(
    tested.map(({ pValue }) => pValue),
    falseShare,
  );
  return tested
    .filter(({ places, label }, at) => found[at] === true && shareOf(places, labels, label) >= pure)
    .sort((a, b) => a.pValue - b.pValue || b.places.length - a.places.length);
}

function patternOf(
  parts: readonly Item[],
  places: readonly number[],
  counts: number[],
  totals: number[],
  n: number,
): Pattern {
  const label = counts.reduce((best, count, k) => (count > counts[best]! ? k : best), 0);
  const inside: Counts = [counts[label]!, places.length - counts[label]!];
  const outside: Counts = [totals[label]! - inside[0], n - places.length - (totals[label]! - inside[0])];
  return {
    features: parts.map(({ feature }) => feature),
    values: parts.map(({ value }) => value),
    label,
    places,
    ...liftOf(inside, outside),
  };
}

function itemsOf(rows: readonly LabelledRow[]): Item[] {
  const items = new Map<string, Item>();
  rows.forEach(({ features }, at) => {
    for (const [feature, value] of Object.entries(features)) {
      if (value === null || typeof value === 'object') continue;
      const key = `${feature}\n${String(value)}`;
      let item = items.get(key);
      if (item === undefined) items.set(key, (item = { feature, value, places: [] }));
      item.places.push(at);
    }
  });
  return [...items.values()].filter(({ places }) => places.length >= fewestRows);
}

/** Pairs of values of different features. */
function* pairsOf(items: readonly Item[]): Iterable<[Item, Item]> {
  const byFeature = new Map<string, Item[]>();
  for (const item of items) byFeature.set(item.feature, [...(byFeature.get(item.feature) ?? []), item]);
  const paired = [...byFeature.values()].sort((a, b) => a.length - b.length).slice(0, mostPairedFeatures);
  // Many values of one feature are those of a number: the most common ones stand for it.
  const lists = paired.map((list) => [...list].sort((a, b) => b.places.length - a.places.length).slice(0, 5));
  for (let i = 0; i < lists.length; i++)
    for (let j = i + 1; j < lists.length; j++)
      for (const a of lists[i]!) for (const b of lists[j]!) yield a.places.length < b.places.length ? [a, b] : [b, a];
}

function isPure({ places }: Item, labels: readonly number[], classes: number): boolean {
  const counts = new Array<number>(classes).fill(0);
  for (const at of places) counts[labels[at]!]!++;
  return Math.max(...counts) >= pure * places.length;
}

function shareOf(places: readonly number[], labels: readonly number[], label: number): number {
  return places.filter((at) => labels[at] === label).length / places.length;
}

function countsOf(labels: readonly number[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}
