import type { GoldenQuestion } from './asking.js';

/** A share of a round is for questions whose other answer is known: to see when it is over. */
const lookedAfter = 0.25;

/**
 * Which questions the next round asks: those asked least often, drawn by lot among equals, and of the conflicting ones at most a quarter.
 *
 * @param asked how often each was asked
 * @param conflicting questions that got another answer the last time
 * @param random from where the model's server cannot foresee it; numbers in [0, 1)
 */
export function planRound(
  golden: readonly GoldenQuestion[],
  asked: ReadonlyMap<string, number>,
  conflicting: ReadonlySet<string>,
  size: number,
  random: () => number,
): readonly GoldenQuestion[] {
  const lots = golden.map((question) => ({ question, times: asked.get(question.question) ?? 0, lot: random() }));
  lots.sort((a, b) => a.times - b.times || a.lot - b.lot);
  const isConflicting = ({ question }: (typeof lots)[number]) => conflicting.has(question.question);
  const again = lots.filter(isConflicting).slice(0, Math.ceil(lookedAfter * size));
  const fresh = lots.filter((one) => !isConflicting(one)).slice(0, Math.max(0, size - again.length));
  return [...fresh, ...again].sort((a, b) => a.lot - b.lot).map(({ question }) => question);
}

/**
 * How long to wait for the next round: exponential, so that the time since the last one tells nothing of the next, between a tenth and four times the mean.
 * @param random a number in [0, 1), from where the model's server cannot foresee it
 */
export function pauseBefore(meanMs: number, random: number): number {
  return Math.round(meanMs * Math.min(4, Math.max(0.1, -Math.log(1 - random))));
}
