import type { Effects } from './effects.js';

/**
 * The distances that are shown of every window, in one walk over its bins, because very many windows are shown: to the bit
 * those of `ksFromCounts`, `jensenShannonDistance`, `hellinger`, `wassersteinRidits` and `wassersteinFromCounts`, each of which
 * walks alone.
 *
 * @param before counts of the reference per bin, which need not be whole, with their sum `total` > 0
 * @param now    counts over the same bins, with their sum `n` > 0
 * @param steps  from the middle of each bin to that of the next, in the unit of the feature; may end before the last bin
 */
export function windowDistances(
  before: Float64Array,
  total: number,
  now: Uint32Array | Float64Array,
  n: number,
  steps: readonly number[],
): Pick<Effects, 'ks' | 'jensen_shannon' | 'hellinger' | 'wasserstein' | 'wasserstein_units'> {
  let [beforeBelow, nowBelow, ks, divergence, squares, ridits, units] = [0, 0, 0, 0, 0, 0, 0];
  for (let bin = 0; bin < before.length; bin++) {
    const p = before[bin]! / total;
    const q = now[bin]! / n;
    const roots = Math.sqrt(p) - Math.sqrt(q);
    squares += roots * roots;
    if (p !== q) {
      const middle = (p + q) / 2;
      if (p > 0) divergence += p * Math.log(p / middle);
      if (q > 0) divergence += q * Math.log(q / middle);
    }
    beforeBelow += before[bin]!;
    nowBelow += now[bin]!;
    const difference = Math.abs(nowBelow / n - beforeBelow / total);
    if (difference > ks) ks = difference;
    ridits += difference * p;
    if (bin < steps.length) units += difference * steps[bin]!;
  }
  return {
    ks,
    jensen_shannon: Math.sqrt(Math.max(0, divergence / 2)),
    hellinger: Math.min(1, Math.sqrt(squares / 2)),
    wasserstein: ridits,
    wasserstein_units: units,
  };
}
