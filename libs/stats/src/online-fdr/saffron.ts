import { type OnlineFdr, powerShare, wealthFdr, type WealthState } from './online-fdr.js';

/**
 * SAFFRON: LORD++ that pays only for p-values above `candidate`, which makes it stronger where many are small.
 *
 * @see Ramdas, Zrnic, Wainwright & Jordan (2018), ICML 80:4286–4294, https://arxiv.org/abs/1802.09098
 */
export function saffron(alpha: number, wealth = alpha / 2, candidate = 0.5): OnlineFdr<WealthState> {
  return wealthFdr({ alpha, wealth, discard: 1, candidate, share: powerShare }, 'saffron');
}
