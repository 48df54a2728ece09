import { type OnlineFdr, powerShare, wealthFdr, type WealthState } from './online-fdr.js';

/**
 * ADDIS: SAFFRON that leaves out p-values above `discard`, which is stronger where p-values of no change lie near 1.
 *
 * @see Tian & Ramdas (2019), NeurIPS 32:9388–9396, https://arxiv.org/abs/1905.11465
 */
export function addis(alpha: number, wealth = alpha / 2, candidate = 0.25, discard = 0.5): OnlineFdr<WealthState> {
  return wealthFdr({ alpha, wealth, discard, candidate, share: powerShare }, 'addis');
}
