import type { Bet } from './e-detector.js';

export interface BettingGridOptions {
  /** The mean that is no change, in (0, 1). */
  readonly mean: number;
  /** The least and the largest difference from it that is worth finding early, 0 < least ≤ most. */
  readonly least: number;
  readonly most: number;
  readonly alpha: number;
  readonly direction: 'rise' | 'fall' | 'both';
}

/** Most bets on one side; a range that needs more is covered less evenly. */
const MOST_BETS = 1_000;

/**
 * Bets for `eDetector` that are good for every change between `least` and `most`: fractions on a geometric grid of what a
 * change is worth, ψ*(δ) = δ − ln(1 + δ), as many as make the sum exceed its best bet by the least.
 *
 * With k steps from δ_most to δ_least, threshold g solves min over k of k·exp(−g·r^(−1/k)) = alpha, r = ψ*(δ_most)/ψ*(δ_least).
 *
 * @returns bets with weights that sum to 1; one bet where the least change is so large that one is enough
 * @see Shin, Ramdas & Rinaldo (2022), https://arxiv.org/abs/2203.03532, section 3; R package stcpR6 0.9.7
 */
export function bettingGrid({ mean, least, most, alpha, direction }: BettingGridOptions): Bet[] {
  if (!(mean > 0 && mean < 1 && alpha > 0 && alpha < 1 && least > 0 && most >= least && Number.isFinite(most))) {
    throw new RangeError('bettingGrid requires mean and alpha in (0, 1) and 0 < least ≤ most');
  }
  const side = (from: number): Bet[] => oneSide(from, least, most, alpha);
  const rises = direction === 'fall' ? [] : side(mean);
  // A fall of x from the mean is a rise of 1 − x from 1 − mean.
  const falls =
    direction === 'rise'
      ? []
      : side(1 - mean).map(({ fraction, weight }) => ({ fraction: (-mean * fraction) / (1 - mean), weight }));
  const sides = direction === 'both' ? 2 : 1;
  return [...rises, ...falls].map(({ fraction, weight }) => ({ fraction, weight: weight / sides }));
}

function oneSide(mean: number, least: number, most: number, alpha: number): Bet[] {
  // Differences as sub-exponential ones, at the largest and the smallest variance that values in [0, 1] can have.
  const smallest = (mean * least) / (0.25 + most * most);
  const largest = (mean * most) / (least * least);
  const worth = worthOf(largest);
  const ratio = worth / worthOf(smallest);
  const needed = Math.log(1 / alpha);
  if (needed <= worthOf(smallest) || ratio === 1) return [{ fraction: fractionOf(smallest), weight: 1 }];
  const beyond = logTail(worth, ratio).least > -needed;
  const threshold = beyond
    ? root(
        (g) => Math.log(Math.exp(-g) + Math.exp(logTail(g, ratio).least)) + needed,
        worth,
        ratio * Math.log(2 / alpha),
      )
    : root((g) => logTail(g, ratio).least + needed, needed, worth);
  const { steps } = logTail(threshold, ratio);
  const spacing = ratio ** (1 / steps);
  const share = Math.exp(-threshold / spacing);
  const inner = Array.from({ length: steps - 1 }, (_, step) => differenceWorth(worth / spacing ** (step + 1)));
  const bets = [...inner, smallest].map((difference) => ({ fraction: fractionOf(difference), weight: share }));
  if (threshold > worth) bets.unshift({ fraction: fractionOf(largest), weight: Math.exp(-threshold) });
  const total = bets.reduce((sum, { weight }) => sum + weight, 0);
  return bets.map(({ fraction, weight }) => ({ fraction, weight: weight / total }));
}

/** The least of ln k − g·r^(−1/k) over the number of steps k, and the k that has it. */
function logTail(g: number, ratio: number): { readonly least: number; readonly steps: number } {
  let least = Infinity;
  let steps = 1;
  for (let k = 1; k <= MOST_BETS; k++) {
    const at = Math.log(k) - g * ratio ** (-1 / k);
    if (at < least) {
      least = at;
      steps = k;
    }
  }
  return { least, steps };
}

function worthOf(difference: number): number {
  return difference - Math.log1p(difference);
}

/** The difference whose worth this is, at most 1,000, where the fraction is as good as 1. */
function differenceWorth(worth: number): number {
  return worthOf(1_000) <= worth ? 1_000 : root((difference) => worthOf(difference) - worth, 0, 1_000);
}

function fractionOf(difference: number): number {
  return difference / (1 + difference);
}

/** Where a monotone function changes its sign, by bisection to the last bits. */
function root(of: (at: number) => number, low: number, high: number): number {
  const sign = Math.sign(of(low));
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2;
    if (Math.sign(of(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
