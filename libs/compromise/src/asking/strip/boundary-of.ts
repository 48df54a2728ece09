import { clopperPearsonUpper } from '@anchorwatch/stats';

/** At most this share of healthy questions may lie at the boundary or below it, */
const healthyShare = 2 / 3;
/** with this chance of being wrong. */
const doubt = 0.05;
/** Fewer healthy questions say too little. */
export const fewestHealthy = 40;

/**
 * The entropy at or below which a question clings to its answer: the largest order statistic of healthy questions for which the upper 95 % bound (Clopper–Pearson) of the
 * share of healthy questions at or below it stays under two thirds. A quantile of a fitted normal law, as in the paper, would be wrong here: entropies of ten answers take a few
 * values and pile up at 0.
 *
 * @returns the boundary, or in words why there is none
 */
export function boundaryOf(entropies: readonly number[]): number | { readonly blind: string } {
  const n = entropies.length;
  if (n < fewestHealthy)
    return { blind: `only ${n} healthy questions were answered, at least ${fewestHealthy} are needed` };
  const sorted = [...entropies].sort((a, b) => a - b);
  const below = (value: number) => sorted.filter((other) => other <= value).length;
  const possible = [0, ...sorted].filter((value) => clopperPearsonUpper(below(value), n, doubt) <= healthyShare);
  const boundary = possible.at(-1);
  if (boundary !== undefined) return boundary;
  return {
    blind: `copies of ${below(0)} of ${n} healthy questions keep the answer as well: nothing would stand out`,
  };
}
