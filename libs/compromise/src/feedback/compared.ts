import { excessOf, type Excess, type Question } from '../training/excess.js';
import { Tally } from '../training/tally.js';
import type { JudgedLabel } from './judged-label.js';

/** The others are looked at over at least so many of everybody's labels. */
const leastStretch = 500;

export function tallyOf(labels: Iterable<Pick<JudgedLabel, 'vote' | 'label'>>): Tally {
  const tally = new Tally();
  for (const { vote, label } of labels) tally.add(vote, label);
  return tally;
}

/**
 * Labels are weighed for finding one flipped label in twenty: weighed for none flipped, as the score at no flips does, the surest answers would count so much that a
 * few of them make a tail, which costs more than their weight is worth.
 *
 * @see King (1987), Towards a theory of point optimal testing, Econometric Reviews 6(2):169–218
 */
const sought = 0.05;

/** As `excessOf`, weighed for that. */
export function excessAmong(
  question: Question,
  own: Tally,
  source: Tally,
  all: Tally,
  isPart: boolean,
  classes: number,
): Excess | undefined {
  return excessOf(question, own, source, all, isPart, classes, sought);
}

/** What a source's labels have beyond others' on answers of the same difficulty; undefined when they tell nothing. */
export function excessBeside(question: Question, own: Tally, others: Tally, classes: number): Excess | undefined {
  return excessAmong(question, own, own, others, false, classes);
}

/** Healthy labels count as so many of the others' labels of each difficulty. */
const prior = 10;

/** What others said at one time, held up by healthy labels where they said little. @param others is added to */
export function withHealthy(others: Tally, healthy: Tally): Tally {
  for (const [key, { total, labels }] of healthy.cells)
    for (const [label, n] of labels) others.addTo(key, label, (prior * n) / total);
  return others;
}

/** From which of everybody's labels on others are compared with labels of one source. */
export function stretchOf(labels: readonly JudgedLabel[]): number {
  return Math.min(labels[0]!.number, labels.at(-1)!.number - leastStretch);
}
