import type { Reference } from '../references/reference.js';
import type { Verdict } from './verdict.js';
import type { WindowCounts } from '../windows/window.js';

/** How much of a window is out of the ordinary. */
export type Shares = Pick<
  Verdict,
  'null_share' | 'wrong_type_share' | 'nan_share' | 'infinite_share' | 'new_share' | 'below_share' | 'above_share'
>;

/** The shares of what has no values. */
export const noShares: Shares = {
  null_share: 0,
  wrong_type_share: 0,
  nan_share: 0,
  infinite_share: 0,
  new_share: 0,
  below_share: 0,
  above_share: 0,
};

export function sharesOf(window: WindowCounts, { newBin }: Reference): Shares {
  const { all, n, counts } = window;
  if (all === 0) return noShares;
  const inBins = Math.max(1, n);
  return {
    null_share: window.nulls / all,
    wrong_type_share: window.wrong_type / all,
    nan_share: window.nans / all,
    infinite_share: window.infinities / all,
    new_share: newBin === undefined ? 0 : counts[newBin]! / inBins,
    below_share: window.below / inBins,
    above_share: window.above / inBins,
  };
}
