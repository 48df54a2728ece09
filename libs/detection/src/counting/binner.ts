import { binFinder } from '@anchorwatch/stats';
import type { BaselineSubject, Bins } from '../baselines/baseline.js';
import { NOT_PLAIN, type SubjectValue } from './subjects.js';

/** Not a bin: the value is missing. */
export const MISSING = -1;
/** Not a bin: text where the baseline has numbers, a number where it has text, or a list. */
export const WRONG_TYPE = -2;
/** Not a bin: NaN among numbers. */
export const NOT_A_NUMBER = -3;
/** Not a bin: an infinite number. */
export const INFINITE = -4;

/**
 * Tells the bin of a value, or what it is instead: −1 − its place among `besides`. Never throws, and never leaves a value
 * out. Among categories NaN is how some tools write that there is none.
 */
export type Binner = (value: SubjectValue | typeof NOT_PLAIN) => number;

/** How many bins there are, the open outer ones, OTHER and NEW included. */
export function binCount(bins: Bins): number {
  switch (bins.kind) {
    case 'quantile':
      return bins.edges.length + 1;
    case 'values':
      return bins.values.length + 1;
    case 'categories':
      return bins.categories.length + 2;
    case 'rate':
      return 2;
    case 'grid':
      return bins.rows.length * bins.columns.length;
    case 'sums':
      return bins.directions + 1;
  }
}

/** The bin of values that the baseline never had, or undefined where bins are open at their ends. */
export function newBin(bins: Bins): number | undefined {
  return bins.kind === 'values' || bins.kind === 'categories' ? binCount(bins) - 1 : undefined;
}

/**
 * @param finite whether numbers that are not finite are counted apart, as they are since format 2
 * @param unseen known values to be treated as NEW: those that the baseline saw once, while it counts itself
 */
export function makeBinner(bins: Bins, finite: boolean, unseen: ReadonlySet<number | string> = new Set()): Binner {
  switch (bins.kind) {
    case 'quantile':
      return numberBinner(binFinder(bins.edges), finite);
    case 'values': {
      const known = new Map(bins.values.map((value, bin) => [value, bin]));
      for (const value of unseen) if (typeof value === 'number') known.delete(value);
      const newest = bins.values.length;
      return numberBinner((value) => known.get(value) ?? newest, finite);
    }
    case 'categories':
      return categoryBinner(bins.categories, bins.other, unseen);
    case 'rate':
      return numberBinner((value) => (value > 0 ? 1 : 0), false);
    case 'sums': // no value has a bin: see the joint slots
    case 'grid': // its cells come from two values: see the joint slots
      return numberBinner((value) => value, false);
  }
}

/** Where a binner's answer is counted in a vector. */
export function placeOf(bin: number, bins: number): number {
  return bin >= 0 ? bin : bins - 1 - bin;
}

/** What a person reads under each bin. */
export function binLabels(subject: Pick<BaselineSubject, 'bins' | 'role'>): readonly string[] {
  const { bins } = subject;
  switch (bins.kind) {
    case 'quantile':
      return rangeLabels(bins.edges);
    case 'values':
      return [...bins.values.map(String), 'NEW'];
    case 'categories':
      return [...bins.categories, 'OTHER', 'NEW'];
    case 'rate':
      return ['ok', 'error'];
    case 'sums':
      return ['events', ...Array.from({ length: bins.directions }, (_, k) => `direction ${k + 1}`)];
    case 'grid':
      return bins.rows.flatMap((row) => bins.columns.map((column) => `${row} with ${column}`));
  }
}

function numberBinner(binOf: (value: number) => number, finite: boolean): Binner {
  return (value) => {
    if (typeof value !== 'number') return value === null ? MISSING : WRONG_TYPE;
    // Only numbers that are not finite give something else than 0 here.
    if (value - value === 0) return binOf(value);
    if (Number.isNaN(value)) return finite ? NOT_A_NUMBER : MISSING;
    return finite ? INFINITE : binOf(value);
  };
}

function categoryBinner(
  categories: readonly string[],
  other: readonly string[],
  unseen: ReadonlySet<number | string>,
): Binner {
  const known = new Map(categories.map((category, bin) => [category, bin]));
  for (const category of other) known.set(category, categories.length);
  for (const value of unseen) if (typeof value === 'string') known.delete(value);
  const newest = categories.length + 1;
  return (value) => {
    if (typeof value === 'string') return known.get(value) ?? newest;
    return value === null || Number.isNaN(value) ? MISSING : WRONG_TYPE;
  };
}

function rangeLabels(edges: readonly number[]): readonly string[] {
  const text = edges.map((edge) => String(Number(edge.toPrecision(4))));
  if (text.length === 0) return ['all'];
  const inner = text.slice(1).map((to, k) => (text[k] === to ? `= ${to}` : `${text[k]} to ${to}`));
  return [`< ${text[0]}`, ...inner, `>= ${text.at(-1)}`];
}
