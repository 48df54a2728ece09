import { psi } from '@anchorwatch/stats';

/** The PSI that people compare, and over how many groups it was taken. */
export interface ShownPsi {
  readonly psi: number;
  readonly groups: number;
}

/**
 * The PSI over the groups shown to people. Groups empty on both sides say nothing and are left out.
 * @param before reference counts per group, total > 0
 * @param now    counts over the same groups, total > 0
 */
export function shownPsi(before: Float64Array, now: Float64Array): ShownPsi {
  let groups = 0;
  for (let group = 0; group < before.length; group++) if (before[group]! + now[group]! > 0) groups++;
  if (groups === before.length) return { psi: psi(before, now), groups };
  const occupied = (_: number, group: number): boolean => before[group]! + now[group]! > 0;
  return { psi: psi(before.filter(occupied), now.filter(occupied)), groups };
}
