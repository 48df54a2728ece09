import { normalSf } from '@anchorwatch/stats';
import type { BaselineVolume, TickRule } from '../baselines/baseline.js';
import type { Levels } from '../budget/levels.js';
import { enoughWindows, twoErrors } from '../baselines/overdispersion.js';
import { phasedVolumeAt } from '../phases/phased-volume.js';
import type { TestResult } from '../verdicts/verdict.js';

/** Traffic of one scale in the baseline; where it is kept by phase, what is expected of one window. */
export type VolumeAtScale = BaselineVolume['scales'][number];

/** Traffic within the baseline's range, and this much beyond it, is never called unusual. */
const margin = 1.5;

/**
 * The baseline's traffic for the window of `scale` ticks up to `tick`, or undefined when it had too few windows of that
 * length to speak of.
 */
export function volumeAt(
  volume: BaselineVolume,
  scale: number,
  tick: number,
  rule: TickRule,
): VolumeAtScale | undefined {
  if (volume.phases !== undefined && rule.kind === 'time')
    return phasedVolumeAt(volume.phases, scale, tick, rule.ms, enoughWindows);
  return volume.scales.find((measured) => measured.scale === scale && measured.windows >= enoughWindows);
}

/**
 * Traffic against the baseline's windows of the same length: far from their mean in units of their own spread, and
 * outside their range. No events at all, where the baseline always had some, is silence. Where people say that more or less
 * traffic does not matter, the distance is that from the nearest traffic that does not, which varies as its mean does.
 */
export function volume(events: number, baseline: VolumeAtScale, levels: Levels): TestResult {
  const { windows, mean, variance, least, most } = baseline;
  const factor = 1 + levels.policy.tolerances.volume;
  const isLess = events < mean;
  // Chance varies by the root of the traffic, everything else by its factor: the larger of both, on either side.
  const larger = isLess ? 1 / factor : factor ** 2;
  const spread = Math.sqrt(Math.max(larger * Math.max(variance, mean), 1)) * twoErrors(windows);
  const nearest = isLess ? mean / factor : mean * factor;
  const beyond = Math.max(0, isLess ? nearest - events : events - nearest);
  const outside = events < least / margin || events > most * margin;
  const pValue = outside ? Math.min(1, 2 * normalSf(beyond / spread)) : 1;
  const critical = isLess
    ? Math.min(least / margin, nearest - levels.z * spread)
    : Math.max(most * margin, nearest + levels.z * spread);
  return { statistic: 'volume', value: events, p_value: pValue, critical };
}
