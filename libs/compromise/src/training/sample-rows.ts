import { randomFrom } from '@anchorwatch/stats';

/** No more rows than this are set side by side. */
const mostRows = 20_000;
/** No more multiplications than this: of wide rows fewer are used. */
const mostSteps = 6e9;
const seed = 20_181_203;

/** How many rows of so many coordinates can be compared with each other in reasonable time: at most 20,000, at least 2,000. */
export function mostRowsOf(dimensions: number): number {
  return Math.max(2_000, Math.min(mostRows, Math.floor(Math.sqrt(mostSteps / Math.max(1, dimensions)))));
}

/** At most `most` of the items, drawn without replacement, the same every time, in their own order. */
export function sampleRows<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const random = randomFrom(seed);
  let wanted = most;
  // Each is taken with the share of those still wanted among those left: every subset is equally likely (Knuth's algorithm S).
  return items.filter((_, at) => {
    const isTaken = random() * (items.length - at) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}
