import { type Columns, growForest } from './forest.js';
import type { Pattern } from './patterns.js';

/** So many patterns are looked at closely, the most surprising ones. */
export const mostPatterns = 20;
const trees = 16;
const seed = 20_170_824;
/** So many of its rows at least, and this share of them, contradict what their other features say. */
const fewestContradicted = 10;
const leastContradicted = 0.1;
/** Of those this share has the pattern's label nevertheless. */
const obedient = 0.9;

/**
 * Which patterns are a trigger rather than a good feature. A forest learns from all rows without the pattern, and says from their
 * other features and neighbouring values how likely the label is at the pattern's rows. Rows that a trigger was put into are rows like any:
 * on average the label is no likelier at them than at rows at large, by two standard errors, and those that clearly contradict it (half of that)
 * have it all the same.
 */
export function triggersAmong(
  patterns: readonly Pattern[],
  columns: Columns,
  labels: readonly number[],
  classes: number,
): readonly Pattern[] {
  return patterns.slice(0, mostPatterns).filter(({ places, label }) => {
    const inside = new Set(places);
    const learn = labels.flatMap((_, at) => (inside.has(at) ? [] : [at]));
    const atLarge = learn.filter((at) => labels[at] === label).length / learn.length;
    const say = growForest(columns, labels, classes, learn, seed, trees);
    const said = places.map((at) => ({ at, share: say(columns, at)[label]! }));
    const contradicted = said.filter(({ share }) => share <= atLarge / 2);
    const obeying = contradicted.filter(({ at }) => labels[at] === label).length;
    return (
      isNoHigher(
        said.map(({ share }) => share),
        atLarge,
      ) &&
      contradicted.length >= Math.max(fewestContradicted, leastContradicted * places.length) &&
      obeying >= obedient * contradicted.length
    );
  });
}

/** Whether the mean is at most a number, by two standard errors. */
function isNoHigher(values: readonly number[], most: number): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean - most <= 2 * Math.sqrt(squares / values.length / values.length);
}
