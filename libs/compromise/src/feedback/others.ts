import type { Question } from '../training/excess.js';
import { spreadOf, type Spread } from '../training/spread.js';
import { Tally } from '../training/tally.js';
import { excessAmong, withHealthy } from './compared.js';
import { expectationOf, type Nature } from './nature.js';
import type { RecentLabels } from './recent-labels.js';

/** Fewer labels of a source say nothing about how sources differ at present. */
const enoughOwn = 20;

/**
 * How the other sources lie around what is expected of each over the same stretch: what moves some of them, such as drift in a part of the questions
 * that only some label, widens it.
 * @returns not measured where fewer than five others labelled enough
 */
export function spreadOfOthers(
  question: Question,
  recent: RecentLabels,
  { since, source, leftOut }: { since: number; source: string; leftOut: ReadonlySet<string> },
  { healthy, classes, nature }: { readonly healthy: Tally; readonly classes: number; readonly nature: Nature },
): Spread {
  const all = new Tally();
  const bySource = new Map<string, { n: number; tally: Tally }>();
  for (const label of recent.between(since)) {
    if (label.source === source || leftOut.has(label.source)) continue;
    all.add(label.vote, label.label);
    let own = bySource.get(label.source);
    if (own === undefined) bySource.set(label.source, (own = { n: 0, tally: new Tally() }));
    own.n++;
    own.tally.add(label.vote, label.label);
  }
  withHealthy(all, healthy);
  return spreadOf(
    [...bySource].flatMap(([name, { n, tally }]) => {
      const excess = name === '' || n < enoughOwn ? undefined : excessAmong(question, tally, tally, all, true, classes);
      const { shift, variance } = expectationOf(nature, name);
      return excess === undefined ? [] : { rate: excess.rate - shift, variance: excess.variance + variance };
    }),
  );
}
