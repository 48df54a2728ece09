import type { BaselineVolume, PhasedVolume, Season } from '../baselines/baseline.js';
import { windowsOf } from '../baselines/windows-of.js';
import { leastGain, type TimedTicks } from './choose-phases.js';
import { lengthOf, phaseOf, phasesOf } from './phase-of.js';

type Start = Pick<TimedTicks, 'first' | 'ms'>;

const hourMs = 3_600_000;

/**
 * Traffic by hour of the day or week, or undefined where no season explains enough of how windows of an hour and more vary.
 *
 * @param pooled traffic by scale without phases
 * @param whole  events of each tick, from the tick `first` on; undefined where nothing is known
 */
export function choosePhasedVolume(
  pooled: BaselineVolume['scales'],
  whole: readonly (number | undefined)[],
  start: Start,
  seasons: readonly Season[],
): PhasedVolume | undefined {
  const hours = pooled.filter(
    ({ scale, mean }) => scale * start.ms >= hourMs && scale * start.ms <= 12 * hourMs && mean > 0,
  );
  let cost = hours.map(({ variance, mean }) => Math.log(variance / mean ** 2 || Number.MIN_VALUE));
  let best: PhasedVolume | undefined;
  for (const season of seasons) {
    const candidate = phasedBy(season, pooled, whole, start);
    const seasonsHeld = (whole.length * start.ms) / lengthOf(season);
    const own = hours.map(({ scale, mean }) => {
      const { relative_variance } = candidate.scales.find((measured) => measured.scale === scale)!;
      return Math.log((relative_variance + 1 / mean) * (1 + 1 / seasonsHeld));
    });
    const gain = own.reduce((sum, price, at) => sum + cost[at]! - price, 0) / Math.max(1, own.length);
    if (!(gain >= Math.log(leastGain))) continue;
    [best, cost] = [candidate, own];
  }
  return best;
}

/** What is expected of the window of `scale` ticks up to `tick`; undefined where fewer than `enough` windows were measured. */
export function phasedVolumeAt(
  { season, means, scales }: PhasedVolume,
  scale: number,
  tick: number,
  ms: number,
  enough: number,
): BaselineVolume['scales'][number] | undefined {
  const measured = scales.find((one) => one.scale === scale && one.windows >= enough);
  if (measured === undefined) return undefined;
  let mean = 0;
  for (let at = tick - scale + 1; at <= tick; at++) mean += means[phaseOf(at, ms, season)]!;
  const variance = mean + measured.relative_variance * mean ** 2;
  const spread = Math.sqrt(variance);
  const least = Math.max(0, mean + measured.least * spread);
  return { scale, windows: measured.windows, mean, variance, least, most: mean + measured.most * spread };
}

function phasedBy(
  season: Season,
  pooled: BaselineVolume['scales'],
  whole: readonly (number | undefined)[],
  { first, ms }: Start,
): PhasedVolume {
  const means = meansOf(season, whole, { first, ms });
  const usual = whole.map((events, tick) =>
    events === undefined ? undefined : means[phaseOf(first + tick, ms, season)]!,
  );
  const seasons = (whole.length * ms) / lengthOf(season);
  // Windows are compared with a mean that they are part of.
  const own = seasons / (seasons - 1);
  const scales = pooled.map(({ scale }) => {
    const expected = windowsOf(usual, scale);
    const found = windowsOf(whole, scale).map((events, at) => ({
      expected: expected[at]!,
      off: events - expected[at]!,
    }));
    const beyond = found.reduce((sum, { expected, off }) => sum + own * off ** 2 - expected, 0);
    const squares = found.reduce((sum, { expected }) => sum + expected ** 2, 0);
    const relative_variance = squares > 0 ? Math.max(0, beyond / squares) : 0;
    const deviations = found.map(({ expected, off }) =>
      expected > 0 ? off / Math.sqrt(expected + relative_variance * expected ** 2) : 0,
    );
    const least = deviations.reduce((a, b) => Math.min(a, b), 0);
    const most = deviations.reduce((a, b) => Math.max(a, b), 0);
    return { scale, windows: found.length, relative_variance, least, most };
  });
  return { season, means, scales };
}

/** Mean events of a tick in each phase; in one that no tick began in, that of all. */
function meansOf(season: Season, whole: readonly (number | undefined)[], { first, ms }: Start): readonly number[] {
  const sums = new Float64Array(phasesOf[season]);
  const ticks = new Float64Array(phasesOf[season]);
  whole.forEach((events, tick) => {
    if (events === undefined) return;
    const phase = phaseOf(first + tick, ms, season);
    sums[phase]! += events;
    ticks[phase]! += 1;
  });
  const all = sums.reduce((sum, events) => sum + events, 0) / ticks.reduce((sum, count) => sum + count, 0);
  return Array.from(sums, (sum, phase) => (ticks[phase]! > 0 ? sum / ticks[phase]! : all));
}
