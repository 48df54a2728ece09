import {
  chiSquareTwoSample,
  groupCounts,
  hellinger,
  jensenShannonDistance,
  ksFromCounts,
  neymanComponents,
  wassersteinRidits,
} from '@anchorwatch/stats';
import type { BaselineSubject } from '../baselines/baseline.js';
import { sumOf } from '../counting/beside.js';
import { effectiveSize } from '../detectors/detector.js';
import { Groupings } from '../references/groupings.js';
import { shownPsi } from './shown-psi.js';

/** How far two count vectors of one subject lie apart: functions of the counts alone, equal wherever they are computed. */
export interface Distances {
  /** In nats, over the groups shown to people. */
  readonly psi: number;
  /** 0 where bins have no order, as `wasserstein`. */
  readonly ks: number;
  readonly jensen_shannon: number;
  readonly hellinger: number;
  /** In ridits of the reference, 0 to 0.5. */
  readonly wasserstein: number;
  /** Pearson's, over bins joined so that the current side expects ten in each. */
  readonly chi2: number;
  readonly chi2_df: number;
  /** Neyman's components V1 to V4 on the joined bins; fewer where few are left, none without order. */
  readonly neyman: readonly number[];
}

/** The distances when one side is empty. */
export const noDistances: Distances = {
  psi: 0,
  ks: 0,
  jensen_shannon: 0,
  hellinger: 0,
  wasserstein: 0,
  chi2: 0,
  chi2_df: 0,
  neyman: [],
};

/**
 * @param reference counts per bin; need not be whole
 * @param current   whole counts over the same bins
 */
export function distancesOf(
  reference: readonly number[],
  current: readonly number[],
  { ordered, psi_groups }: Pick<BaselineSubject, 'ordered' | 'psi_groups'>,
): Distances {
  const total = sumOf(reference);
  const n = sumOf(current);
  if (total === 0 || n === 0) return noDistances;
  const { groups, count, reference: joined, basis } = new Groupings(reference, ordered).at(n);
  const now = groupCounts(current, groups, count);
  const chi2 = chiSquareTwoSample(joined, now);
  return {
    psi: shownPsi(groupCounts(reference, psi_groups), groupCounts(current, psi_groups)).psi,
    ks: ordered ? ksFromCounts(reference, current) : 0,
    jensen_shannon: jensenShannonDistance(reference, current),
    hellinger: hellinger(reference, current),
    wasserstein: ordered ? wassersteinRidits(reference, current) : 0,
    chi2: chi2.statistic,
    chi2_df: chi2.degreesOfFreedom,
    neyman: neymanComponents(basis, joined, now, effectiveSize(n, total)),
  };
}
