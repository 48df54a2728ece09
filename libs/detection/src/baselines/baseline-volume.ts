import type { BaselineVolume, Season } from './baseline.js';
import type { TimedTicks } from '../phases/choose-phases.js';
import { choosePhasedVolume } from '../phases/phased-volume.js';
import { windowsOf } from './windows-of.js';

/**
 * Traffic of windows of 1, 2, 4 … ticks that lie end to end. The first and the last tick are left out where there are
 * more than two: they are seldom whole.
 *
 * @param perTick events in each tick
 * @param scales ascending powers of two
 * @param seasons that the baseline is long enough for: traffic is kept by phase where one explains much of it
 * @param isHole  ticks whose events were left out: a window that holds one says nothing of traffic
 */
export function volumeOf(
  segment: string,
  perTick: ArrayLike<number>,
  scales: readonly number[],
  { first, ms }: Pick<TimedTicks, 'first' | 'ms'>,
  seasons: readonly Season[],
  isHole: (tick: number) => boolean = () => false,
): BaselineVolume {
  const known = Array.from(perTick, (events, tick) => (isHole(tick) ? undefined : events));
  const cut = known.length > 2 ? 1 : 0;
  const whole = known.slice(cut, known.length - cut);
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
  const phases = choosePhasedVolume(measured, whole, { first: first + cut, ms }, seasons);
  return { segment, scales: measured, ...(phases !== undefined && { phases }) };
}
