import {
  groupCounts,
  ksCritical,
  ksPValueBound,
  wassersteinFromCounts,
  type ChiSquareStatistic,
} from '@anchorwatch/stats';
import { effectiveSize } from '../detectors/detector.js';
import { pointsMoved } from '../detectors/elsewhere.js';
import { lawsOf } from '../detectors/chi-square-laws.js';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import { shownPsi } from './shown-psi.js';
import type { Verdict } from './verdict.js';
import { windowDistances } from './window-distances.js';
import type { WindowCounts } from '../windows/window.js';

/** How far a window lies from its baseline, with what noise alone would give; shown whether or not it is tested. */
export type Effects = Pick<
  Verdict,
  | 'psi'
  | 'psi_noise'
  | 'psi_critical'
  | 'ks'
  | 'ks_p_value'
  | 'ks_critical'
  | 'jensen_shannon'
  | 'hellinger'
  | 'wasserstein'
  | 'wasserstein_units'
>;

/** The effects of a window or subject that has no distribution to compare. */
export const noEffects: Effects = {
  psi: 0,
  psi_noise: 0,
  psi_critical: 0,
  ks: 0,
  ks_p_value: 1,
  ks_critical: 1,
  jensen_shannon: 0,
  hellinger: 0,
  wasserstein: 0,
  wasserstein_units: 0,
};

export function effectsOf(window: WindowCounts, reference: Reference, levels: Levels): Effects {
  if (window.n === 0 || reference.total === 0) return noEffects;
  if (reference.dependence !== undefined)
    return jointEffects(window, reference, reference.dependence.of(window), levels);
  if (reference.kernel !== undefined) return jointEffects(window, reference, pointsMoved(window, reference), levels);
  const overdispersion = reference.overdispersionAt(window.scale);
  const { counts } = window;
  const { policy } = levels;
  const { ordered } = reference.subject;
  const size = effectiveSize(window.n, reference.total) / reference.worst(overdispersion);
  // NEW has no place on the axis: with it, the distance in units is taken of the other bins alone.
  const allPlaced = reference.steps.length === counts.length - 1;
  const distances = windowDistances(
    reference.counts,
    reference.total,
    counts,
    window.n,
    allPlaced ? reference.steps : [],
  );
  const ks = ordered ? distances.ks : 0;
  const stability = stabilityOf(window, reference, overdispersion.chi2, levels);
  return {
    psi: stability.psi,
    psi_noise: stability.psi_noise,
    psi_critical: stability.psi_critical,
    ks,
    ks_p_value: ordered ? ksPValueBound(Math.max(0, ks - policy.tolerances.ks), size) : 1,
    ks_critical: ordered ? Math.min(1, ksCritical(policy.alpha, size) + policy.tolerances.ks) : 1,
    jensen_shannon: distances.jensen_shannon,
    hellinger: distances.hellinger,
    wasserstein: ordered ? distances.wasserstein : 0,
    wasserstein_units: allPlaced ? distances.wasserstein_units : placedDistance(window, reference),
  };
}

/** How far the mass of a window has to be moved in the bins that have a place on the axis. */
function placedDistance({ counts }: WindowCounts, { counts: before, steps }: Reference): number {
  if (steps.length === 0) return 0;
  const placed = steps.length + 1;
  const [then, now] = [before.subarray(0, placed), counts.subarray(0, placed)];
  return isEmpty(then) || isEmpty(now) ? 0 : wassersteinFromCounts(then, now, steps);
}

function isEmpty(counts: ArrayLike<number>): boolean {
  for (let bin = 0; bin < counts.length; bin++) if (counts[bin]! > 0) return false;
  return true;
}

/** Chi-square for each effective event is a PSI to second order; here of the dependence, or of the means in a kernel's space. */
function jointEffects(
  window: WindowCounts,
  reference: Reference,
  { statistic, degreesOfFreedom }: ChiSquareStatistic,
  levels: Levels,
): Effects {
  const size = effectiveSize(window.n, reference.total);
  const bounds = lawsOf(degreesOfFreedom, reference.overdispersionAt(window.scale)).map((law) => {
    const { usual, critical } = levels.psiNoise(law.degreesOfFreedom + 1);
    return { usual: (usual * law.overdispersion) / size, critical: (critical * law.overdispersion) / size };
  });
  return {
    ...noEffects,
    psi: statistic / size,
    psi_noise: Math.max(...bounds.map(({ usual }) => usual)),
    psi_critical: Math.max(...bounds.map(({ critical }) => critical)),
  };
}

function stabilityOf(
  window: WindowCounts,
  reference: Reference,
  overdispersion: number,
  levels: Levels,
): Pick<Effects, 'psi' | 'psi_noise' | 'psi_critical'> {
  const before = reference.shown;
  const found = shownPsi(before, groupCounts(window.counts, reference.subject.psi_groups, before.length));
  const noise = levels.psiNoise(found.groups);
  const scale = (1 / reference.total + 1 / window.n) * overdispersion;
  return { psi: found.psi, psi_noise: noise.usual * scale, psi_critical: noise.critical * scale };
}
