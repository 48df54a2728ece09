import type { Prediction } from '@anchorwatch/telemetry';
import { marginOf } from '../bits/margin.js';

/** `label`: another one; `score`: the same one, and a number beyond the tolerance; `none`: they have nothing in common that could be compared. */
export type Difference = 'same' | 'label' | 'score' | 'none';

/** Margins up to this are ties: rounding turns them. */
const tie = 1e-6;

/**
 * How an answer differs from the one before, by what both of them hold.
 *
 * @param tolerance numbers may differ by so much; a value (of a regression) by so much of its size where that is more than 1
 */
export function compareAnswers(then: Prediction, now: Prediction, tolerance: number): Difference {
  const numbers = largestDifference(then, now);
  const labels = then.label !== undefined && now.label !== undefined;
  if (labels && then.label !== now.label) return isTie(then, now) && numbers <= tolerance ? 'same' : 'label';
  if (numbers > tolerance) return 'score';
  return labels || numbers >= 0 ? 'same' : 'none';
}

/** The largest difference of a number that both hold; -1 when there is none. */
export function largestDifference(a: Prediction, b: Prediction): number {
  let largest = -1;
  const take = (difference: number) => (largest = Math.max(largest, difference));
  // The score of another label is another quantity.
  if (a.score !== undefined && b.score !== undefined && a.label === b.label) take(Math.abs(a.score - b.score));
  if (a.value !== undefined && b.value !== undefined)
    take(Math.abs(a.value - b.value) / Math.max(1, Math.abs(a.value), Math.abs(b.value)));
  for (const [name, probability] of Object.entries(a.classes ?? {}))
    if (b.classes !== undefined && Object.hasOwn(b.classes, name)) take(Math.abs(probability - b.classes[name]!));
  return largest;
}

function isTie(a: Prediction, b: Prediction): boolean {
  const margins = [marginOf(a), marginOf(b)];
  return margins.every((margin) => margin !== undefined && margin <= tie);
}

/**
 * By how much recorded numbers may be rounded: half a unit of the last decimal that any of them has, up to 6; 0 where they have more, or there are none.
 */
export function roundingOf(answers: readonly Prediction[]): number {
  const numbers = answers.flatMap(({ score, value, classes }) => [
    ...(score === undefined ? [] : [score]),
    ...(value === undefined ? [] : [value]),
    ...Object.values(classes ?? {}),
  ]);
  if (numbers.length < 20) return 0;
  for (let decimals = 1; decimals <= 6; decimals++) {
    const unit = 10 ** -decimals;
    if (
      numbers.every((number) => Math.abs(number / unit - Math.round(number / unit)) < 1e-6 * Math.max(1, number / unit))
    )
      // Whole numbers are counts or labels, not rounded ones.
      return numbers.every(Number.isInteger) ? 0 : 0.51 * unit;
  }
  return 0;
}
