import type { Season } from '../baselines/baseline.js';

const hourMs = 3_600_000;

/** Hours in a season. */
export const phasesOf = { day: 24, week: 168 } as const satisfies Record<Season, number>;

/** Milliseconds of a season. */
export function lengthOf(season: Season): number {
  return phasesOf[season] * hourMs;
}

/**
 * The phase a tick belongs to: the hour in which it begins, of the day or of the week from Monday 00:00 on, in UTC.
 *
 * @param tick number of the tick, counted from 1970
 * @param ms   length of a tick
 * @returns 0 to 23, or 0 to 167
 */
export function phaseOf(tick: number, ms: number, season: Season): number {
  const hour = Math.floor((tick * ms) / hourMs);
  const phases = phasesOf[season];
  // 1970 began on a Thursday.
  const shifted = season === 'week' ? hour + 72 : hour;
  return ((shifted % phases) + phases) % phases;
}
