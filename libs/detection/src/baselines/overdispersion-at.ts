import type { BaselineSubject, Overdispersion } from './baseline.js';

/** Overdispersion in force at a scale: that of the largest scale up to it that could be measured. */
export function overdispersionAt(measured: readonly Overdispersion[], scale: number): Overdispersion {
  return measured.findLast((one) => one.scale <= scale) ?? unmeasured;
}

const unmeasured: Overdispersion = {
  scale: 1,
  windows: 0,
  neyman: [],
  chi2: 1,
  shares: [],
  nulls: 1,
};

/** How many events count as one where the whole distribution of a subject is compared. */
export function worstOf(
  { derived, ordered }: Pick<BaselineSubject, 'derived' | 'ordered'>,
  { neyman, chi2 }: Pick<Overdispersion, 'neyman' | 'chi2'>,
): number {
  const components = Math.max(1, ...neyman);
  if (derived !== undefined && !ordered) return Math.max(components, chi2);
  return ordered ? components : chi2;
}
