import { smallestFlipRate } from '../training/power.js';
import { excessAmong, excessBeside, tallyOf, withHealthy } from './compared.js';
import { disagrees } from './judged-label.js';
import { expected, haveMoved, leastExcess, type Held } from './judge-source.js';
import type { OwnLabels } from './source-book.js';

/** What is known of one source at present. */
export interface SourceState {
  readonly source: string;
  /** Labels ever, and those that are remembered and judged. */
  readonly labels: number;
  readonly judged: number;
  readonly disagreements: number;
  readonly expected: number;
  /** Share of flipped labels, estimated, beyond what is expected of it. */
  readonly rate: number;
  readonly suspected: boolean;
  /** The smallest share of flips that would be found nine times in ten in as many labels; null when even half of them would not. */
  readonly smallest: number | null;
}

/**
 * Every source that is remembered, by name. What would be found is the larger of what would stand out beside healthy labels and beside what everybody says
 * at present, as `judgeSource` asks for both.
 *
 * @param alphaOf the level at which so many labels are judged
 */
export function sourceStates(
  sources: Iterable<OwnLabels>,
  held: Held,
  alphaOf: (labels: number) => number,
): readonly SourceState[] {
  const { recent, healthy, classes, nature, leftOut } = held;
  const present = recent.others('', leftOut, 0);
  const moved = haveMoved(excessBeside('any', present, healthy, classes));
  withHealthy(present, healthy);
  return [...sources]
    .map(({ source, total, labels }): SourceState => {
      const own = tallyOf(labels);
      const alpha = alphaOf(labels.length);
      const past = excessBeside('any', own, healthy, classes);
      const usual = expected(nature, source, 'healthy');
      // Of those that are accused nothing is among what everybody says; nor is what is forgotten.
      const among = leftOut.has(source) ? [] : labels.filter(({ number }) => recent.holds(number));
      const beside = excessAmong('any', own, tallyOf(among), present, true, classes);
      const found = [
        past && smallestFlipRate(past, usual, alpha, leastExcess),
        beside &&
          smallestFlipRate(
            beside,
            expected(nature, source, 'concurrent'),
            moved ? alpha : Math.sqrt(alpha),
            leastExcess,
          ),
      ];
      const known = found.filter((rate) => rate !== undefined && rate !== null);
      return {
        source,
        labels: total,
        judged: labels.length,
        disagreements: labels.filter(disagrees).length,
        expected: past?.expected ?? 0,
        rate: past === undefined ? 0 : past.rate - usual.centre,
        suspected: leftOut.has(source),
        smallest: known.length < found.length ? null : Math.max(...known),
      };
    })
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
