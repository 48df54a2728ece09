import type { WatchPoint } from '../../data/compromise.js';
import type { Series } from '../../parts/charts/line-chart.js';

const mostFollowed = 5;

/** The series of those of a level who came farthest last, at most five, the farthest first. Points are in the order of time. */
export function followed(
  points: readonly WatchPoint[],
  level: string,
  what: 'coverage' | 'exposures',
): readonly Series[] {
  const series = new Map<string, { at: number; value: number }[]>();
  for (const point of points)
    for (const { level: at, principal, share } of point[what])
      if (at === level) series.set(principal, [...(series.get(principal) ?? []), { at: point.at, value: share }]);
  const last = (of: readonly { readonly value: number }[]): number => of.at(-1)?.value ?? 0;
  return [...series]
    .map(([name, own]) => ({ name, points: own }))
    .sort((a, b) => last(b.points) - last(a.points) || (a.name < b.name ? -1 : 1))
    .slice(0, mostFollowed);
}
