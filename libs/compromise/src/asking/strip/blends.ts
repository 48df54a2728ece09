import { randomFrom } from '@anchorwatch/stats';
import { usualCopies, type Features } from './strip-question.js';

export interface Blending {
  /** Features that every copy keeps. */
  readonly kept?: readonly string[];
  readonly copies?: number;
  readonly seed: number;
}

/**
 * Copies of a question, in each of which a half of its features, by lot for each copy, is replaced by those of another healthy question. What a picture would
 * be superimposed on, a record has no room for: a trigger of one value would be lost in half of the copies, so that the suspected sign is kept and the half is
 * taken of all else. Features that the healthy question has not stay as they are.
 *
 * @param healthy questions to take from, one for each copy, none twice before all were taken
 * @see Gao et al. (2019), STRIP, https://arxiv.org/abs/1902.06531
 */
export function blends(
  question: Features,
  healthy: readonly Features[],
  { kept = [], copies = usualCopies, seed }: Blending,
): readonly Features[] {
  const random = randomFrom(seed);
  const others = Object.keys(question)
    .filter((name) => !kept.includes(name))
    .sort();
  const lots: Features[] = [];
  return Array.from({ length: copies }, () => {
    if (lots.length === 0) lots.push(...drawn(healthy, healthy.length, random));
    const from = lots.pop() ?? {};
    const replaced = drawn(others, Math.ceil(others.length / 2), random).filter((name) => Object.hasOwn(from, name));
    return { ...question, ...Object.fromEntries(replaced.map((name) => [name, from[name]!])) };
  });
}

/** So many items by lot, in the order of the lots. */
function drawn<Item>(items: readonly Item[], many: number, random: () => number): readonly Item[] {
  const lots = items.map((item) => ({ item, lot: random() }));
  return lots
    .sort((a, b) => a.lot - b.lot)
    .slice(0, many)
    .map(({ item }) => item);
}
