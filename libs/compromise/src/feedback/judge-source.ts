import type { Excess, Question } from '../training/excess.js';
import { chanceOf, type Spread } from '../training/spread.js';
import type { Tally } from '../training/tally.js';
import { excessBeside, stretchOf, tallyOf, withHealthy } from './compared.js';
import type { JudgedLabel } from './judged-label.js';
import { expectationOf, type Nature } from './nature.js';
import { spreadOfOthers } from './others.js';
import type { RecentLabels } from './recent-labels.js';

/** An excess below two points, or below five labels, accuses nobody. */
export const leastExcess = 0.02;
const leastLabels = 5;
const unmoved = 0.005;

/** Labels of a source that are flipped beyond chance. */
export interface Flipped {
  readonly excess: Excess;
  /** Around which the source is expected, and how far. */
  readonly spread: Spread;
  /** The share that is flipped beyond what is expected of it. */
  readonly rate: number;
  readonly chance: number;
}

/** What a source is held against. */
export interface Held {
  readonly healthy: Tally;
  readonly recent: RecentLabels;
  readonly classes: number;
  readonly nature: Nature;
  /** Sources that are accused already: nobody is compared with them. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Whether labels of one source are flipped beyond its own past and what healthy sources are, beside healthy labels and beside what others say over the same
 * stretch of time. Where the others have not moved, what they say at present only has to confirm it; where they have, both have to be less likely than alpha,
 * so that what moves everybody accuses nobody.
 *
 * @param labels of one source, in their order
 */
export function judgeSource(
  question: Question,
  labels: readonly JudgedLabel[],
  held: Held,
  alpha: number,
): Flipped | undefined {
  const { healthy, recent, classes, nature, leftOut } = held;
  const { source } = labels[0]!;
  const tally = tallyOf(labels);
  const past = beyond(excessBeside(question, tally, healthy, classes), expected(nature, source, 'healthy'));
  if (past === undefined || past.chance > alpha) return undefined;
  const since = stretchOf(labels);
  const others = recent.others(source, leftOut, since);
  const needed = haveMoved(excessBeside(question, others, healthy, classes)) ? alpha : Math.sqrt(alpha);
  const beside = excessBeside(question, tally, withHealthy(others, healthy), classes);
  const first = beyond(beside, expected(nature, source, 'concurrent'));
  if (first === undefined || first.chance > needed) return undefined;
  const spread = spreadOfOthers(question, recent, { since, source, leftOut }, held);
  const present = spread.isMeasured ? beyond(beside, expected(nature, source, 'concurrent', spread)) : first;
  return present !== undefined && present.chance <= needed ? past : undefined;
}

/** Whether others' labels are flipped more than healthy ones by more than half a point and a standard error; or nobody knows. */
export function haveMoved(others: Excess | undefined): boolean {
  return others === undefined || others.rate > unmoved + Math.sqrt(others.variance);
}

/** Where a source is expected, and how far around it its windows lie. */
export function expected(nature: Nature, source: string, beside: 'healthy' | 'concurrent', others?: Spread): Spread {
  const { shift, variance } = expectationOf(nature, source);
  const within = Math.max(nature.within[beside], others?.deviation ?? 0);
  return {
    centre: Math.max(nature.centre, others?.centre ?? -Infinity) + shift,
    deviation: Math.sqrt(variance + within ** 2),
    isMeasured: true,
  };
}

function beyond(excess: Excess | undefined, spread: Spread): Flipped | undefined {
  if (excess === undefined) return undefined;
  const rate = excess.rate - spread.centre;
  if (rate < leastExcess || excess.disagreements - excess.expected < leastLabels) return undefined;
  return { excess, spread, rate, chance: chanceOf(excess, spread) };
}
