import type { FeedbackBudget } from './feedback-signal.js';

/** How the budget is divided: flips of a source, of one class by a source, and by everybody, the mix, shares of sources, and flags. */
const parts = { flips: 0.6, pair: 0.15, everybody: 0.05, mix: 0.05, share: 0.05, flags: 0.1 };

export type Part = keyof typeof parts;

/** Windows are looked at this often: the budget pays for each look. */
export function stepOf(window: number): number {
  return Math.max(10, Math.floor(window / 4));
}

/** The level of one look at a window, when there are so many tests of its length beside it. */
export function alphaOf({ alarms, labels }: FeedbackBudget, part: Part, window: number, tests: number): number {
  const looks = Math.max(1, labels / stepOf(window));
  return Math.min(1e-3, (alarms * parts[part]) / tests / looks);
}

/** The threshold of a sum of log-likelihood ratios that is looked at with every label, when there are so many of them beside it. */
export function thresholdOf({ alarms, labels }: FeedbackBudget, part: Part, sums: number): number {
  return Math.max(Math.log(1e3), Math.log((Math.max(1, labels) * sums) / (alarms * parts[part])));
}

/** Rates of flags are looked at when one is set: so often, at least, the budget pays for it. */
const leastRate = 0.02;

/** The level of one look at the labels of a source that a flag is set in. */
export function flagAlpha({ alarms, labels }: FeedbackBudget, rate: number, tests: number): number {
  return Math.min(1e-3, (alarms * parts.flags) / tests / Math.max(1, labels * Math.max(leastRate, rate)));
}
