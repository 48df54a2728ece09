import { chiSquareSf, gTwoSample } from '@anchorwatch/stats';
import { sumOf } from '../counting/beside.js';
import { effectiveSize } from './detector.js';
import { commonShare, skewedPValue, skewnessOf } from './skewed-test.js';

/**
 * How far a chi-square of joined bins is to be believed. Where a bin expects only ten, the law of chi-square is far too small
 * in its tail (a hundred times at 1e-8, with two bins), so a chi-square counts no more than the best of two that bear rare
 * bins: the likelihood ratio, divided by Bartlett's factor, and the most surprising bin by itself, which pays for all.
 *
 * @param reference, current counts over the same bins
 * @returns a p-value
 * @see Williams (1976), Biometrika 63(1):33–37, for Bartlett's factor of a table
 */
export function rareBinsPValue(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  overdispersion: number,
): number {
  const [total, n] = [sumOf(reference), sumOf(current)];
  const { statistic, degreesOfFreedom } = gTwoSample(reference, current);
  if (degreesOfFreedom === 0) return 1;
  const all = (n + total) / overdispersion;
  const margins = all * (1 / n + 1 / total) * overdispersion - 1;
  let [reciprocals, most] = [0, 1];
  const size = effectiveSize(n, total);
  for (let bin = 0; bin < reference.length; bin++) {
    const before = reference[bin]! / total;
    reciprocals += overdispersion / (reference[bin]! + current[bin]!);
    const share = current[bin]! / n;
    const common = commonShare(before, total, share, n);
    const variance = common * (1 - common);
    const difference = share - before;
    const z = Math.abs(difference) / Math.sqrt((variance * overdispersion) / size);
    const third = (Math.sign(difference) * (1 - 2 * common)) / Math.sqrt(variance);
    most = Math.min(most, skewedPValue(z, skewnessOf(third, n, size, overdispersion)));
  }
  const bartlett = 1 + (margins * (all * reciprocals - 1)) / (6 * all * degreesOfFreedom);
  const ratio = chiSquareSf(statistic / overdispersion / bartlett, degreesOfFreedom);
  return Math.min(ratio, most * reference.length);
}
