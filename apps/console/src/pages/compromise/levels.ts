import type { LevelSummary, WatchSummary } from '../../data/compromise.js';

/** The levels at which somebody is known, or nobody at any: then none is left. */
export function levelsShown({ levels }: Pick<WatchSummary, 'levels'>): readonly string[] {
  return levels.filter(({ known }) => known > 0).map(({ level }) => level);
}

/** The level that is looked at: the wanted one where it names somebody, else the first at which a signal lasts, else the first that names somebody. */
export function levelOf(summary: Pick<WatchSummary, 'levels'>, wanted: string | undefined): LevelSummary | undefined {
  const named = summary.levels.filter(({ known }) => known > 0);
  return (
    named.find(({ level }) => level === wanted) ??
    named.find(({ principals }) => principals.some(({ raised }) => raised.length > 0)) ??
    named[0]
  );
}
