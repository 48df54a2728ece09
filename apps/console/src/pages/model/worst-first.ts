import type { SubjectRow } from '../../data/subjects.js';
import { surprise } from '../../words/says.js';

/** Alarms first, then by how surprising the windows are; those too small to test last. */
export function worstFirst(rows: readonly SubjectRow[]): readonly SubjectRow[] {
  return [...rows].sort(
    (a, b) => Number(b.alarm) - Number(a.alarm) || nearness(b) - nearness(a) || a.subject.localeCompare(b.subject),
  );
}

function nearness(row: SubjectRow): number {
  return row.insufficient ? -1 : surprise(row) || 0;
}
