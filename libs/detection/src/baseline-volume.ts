import type { BaselineVolume } from './baseline.js';

/**
 * Traffic of windows of 1, 2, 4 … ticks that lie end to end. The first and the last tick are left out where there are
 * more than two: they are seldom whole.
 *
 * @param perTick events in each tick
 * @param scales ascending powers of two
 * @param isHole ticks whose events were left out: a window that holds one says nothing of traffic
 */
export function volumeOf(
  segment: string,
  perTick: ArrayLike<number>,
  scales: readonly number[],
  isHole: (tick: number) => boolean = () => false,
): BaselineVolume {
  const known = Array.from(perTick, (events, tick) => (isHole(tick) ? undefined : events));
  const whole = known.length > 2 ? known.slice(1, -1) : known;
  const measured = scales
    .map((scale) => ({ scale, sums: windowsOf(whole, scale) }))
    .filter(({ sums }) => sums.length >= 2)
    .map(({ scale, sums }) => {
      const mean = sums.reduce((sum, n) => sum + n, 0) / sums.length;
      const variance = sums.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (sums.length - 1);
      const least = sums.reduce((a, b) => Math.min(a, b));
      const most = sums.reduce((a, b) => Math.max(a, b));
      return { scale, windows: sums.length, mean, variance, least, most };
    });
  return { segment, scales: measured };
}

function windowsOf(perTick: readonly (number | undefined)[], scale: number): readonly number[] {
  const sums: number[] = [];
  for (let start = 0; start + scale <= perTick.length; start += scale) {
    const window = perTick.slice(start, start + scale).filter((events) => events !== undefined);
    if (window.length === scale) sums.push(window.reduce((sum, events) => sum + events, 0));
  }
  return sums;
}
