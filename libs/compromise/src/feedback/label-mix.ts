import { chiSquareLogSf } from '@anchorwatch/stats';
import { saidIn, type Tally } from '../training/tally.js';
import { tallyOf } from './compared.js';
import type { JudgedLabel } from './judged-label.js';

/** Windows of everybody's labels. */
export const mixWindows = [100, 400, 1_600] as const;
/** Groups that fewer labels are expected in are put together. */
const fewestExpected = 5;

/** How far the label mix of a window lies from the healthy one, given the answers. */
export interface MixDistance {
  /** A sum of squared standard normal values, were the labels independent of each other. */
  readonly statistic: number;
  readonly df: number;
  /** What is labelled as what most beyond what is expected. */
  readonly most: { readonly from: number; readonly to: number; readonly n: number; readonly expected: number };
}

/**
 * Chi-square of the labels that are not what is mostly right, by answer, against the mix of the healthy labels on such answers; that these are a sample too is
 * taken into account. Those that are rarely expected count together.
 */
export function mixDistance(window: Tally, healthy: Tally): MixDistance {
  let [statistic, df] = [0, 0];
  let most = { from: 0, to: 0, n: 0, expected: 0 };
  const rare = { n: 0, expected: 0, variance: 0 };
  for (const [key, { total, labels }] of window.cells) {
    const known = healthy.count(key);
    if (known === 0) continue;
    const from = saidIn(key);
    const all = new Set([...labels.keys(), ...healthy.cells.get(key)!.labels.keys()]);
    for (const to of [...all].filter((label) => label !== from).sort((a, b) => a - b)) {
      const n = labels.get(to) ?? 0;
      const rate = (healthy.count(key, to) + 0.5) / (known + 1);
      const expected = total * rate;
      const variance = expected * (1 - rate) * (1 + total / known);
      if (n - expected > most.n - most.expected) most = { from, to, n, expected };
      if (expected >= fewestExpected) {
        statistic += (n - expected) ** 2 / variance;
        df++;
        continue;
      }
      rare.n += n;
      rare.expected += expected;
      rare.variance += variance;
    }
  }
  if (rare.expected < fewestExpected) return { statistic, df, most };
  return { statistic: statistic + (rare.n - rare.expected) ** 2 / rare.variance, df: df + 1, most };
}

/** How much healthy windows of one length vary beside independent labels. */
export interface MixDispersion {
  readonly window: number;
  /** ≥ 1 */
  readonly factor: number;
  readonly windows: number;
}

export function mixDispersion(healthy: readonly JudgedLabel[], all: Tally): readonly MixDispersion[] {
  return mixWindows.map((window) => {
    const factors: number[] = [];
    for (let from = 0; from + window <= healthy.length; from += window) {
      const { statistic, df } = mixDistance(tallyOf(healthy.slice(from, from + window)), all);
      if (df > 0) factors.push(statistic / df);
    }
    const windows = factors.length;
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / Math.max(1, windows);
    return { window, windows, factor: Math.max(1, mean) * (1 + 2 * Math.sqrt(2 / Math.max(1, windows))) };
  });
}

/** The chance of such a distance, as its natural logarithm. */
export function mixChance({ statistic, df }: MixDistance, factor: number): number {
  return df === 0 ? 0 : chiSquareLogSf(statistic / factor, df);
}
