import { type OnlineFdr, slowShare, wealthFdr, type WealthState } from './online-fdr.js';

/**
 * LORD++: levels that fall while nothing is discovered and rise at each discovery. It starts with a tenth of alpha.
 *
 * @see Ramdas, Yang, Wainwright & Jordan (2017), NeurIPS 30, https://arxiv.org/abs/1710.00499; Javanmard & Montanari (2018),
 *   Ann. Statist. 46(2):526–554, https://doi.org/10.1214/17-AOS1559
 */
export function lordPlusPlus(alpha: number, wealth = alpha / 10): OnlineFdr<WealthState> {
  return wealthFdr({ alpha, wealth, discard: 1, candidate: 0, share: slowShare }, 'lordPlusPlus');
}
