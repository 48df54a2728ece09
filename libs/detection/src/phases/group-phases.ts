/** A group of hours with fewer events says too little of a distribution by itself. */
const fewestEvents = 200;
/** Nor may they come from fewer seasons than this, or one odd night would speak for all nights. */
const fewestSeasons = 3;

/**
 * Joins neighbouring hours until each group holds enough events, from enough seasons. How much a group's own scatter
 * weighs is met elsewhere: in the size that a window's expectation counts as.
 *
 * @param events of each season and phase: events[season][phase]
 * @returns the group of each phase, numbered from 0 in their order; all 0 where there is too little for two groups
 */
export function groupPhases(events: readonly ArrayLike<number>[]): readonly number[] {
  const phases = events[0]?.length ?? 0;
  const groups: number[] = [];
  let group = 0;
  let held = new Float64Array(events.length);
  for (let phase = 0; phase < phases; phase++) {
    groups.push(group);
    events.forEach((season, at) => (held[at]! += season[phase]!));
    if (!isEnough(held)) continue;
    group++;
    held = new Float64Array(events.length);
  }
  const last = Math.max(0, group - 1);
  return groups.map((of) => Math.min(of, last));
}

/** Enough events, and as spread over the seasons as so many equal ones: (Σx)²/Σx². */
function isEnough(bySeason: Float64Array): boolean {
  let sum = 0;
  let squares = 0;
  for (const events of bySeason) {
    sum += events;
    squares += events * events;
  }
  return sum >= fewestEvents && sum * sum >= fewestSeasons * squares;
}
