import type { SubjectRow } from '../../data/subjects.js';

/** Alarms first, then by how near the effects are to their critical values; windows too small to test last. */
export function worstFirst(rows: readonly SubjectRow[]): readonly SubjectRow[] {
  return [...rows].sort(
    (a, b) => Number(b.alarm) - Number(a.alarm) || nearness(b) - nearness(a) || a.subject.localeCompare(b.subject),
  );
}

function nearness({ insufficient, psi, psi_critical, ks, ks_critical }: SubjectRow): number {
  if (insufficient) return -1;
  return Math.max(ratio(psi, psi_critical), ratio(ks, ks_critical));
}

function ratio(value: number, critical: number): number {
  return critical > 0 && Number.isFinite(value) ? value / critical : 0;
}
