import { convexOrderPValue } from '@anchorwatch/stats';
import { runsOf } from '../runs.js';
import { effectiveSize, type Detector } from './detector.js';

/**
 * Values that are higher or lower than before, in the newest part of a window: the mean of their normal scores, over runs of
 * every length in between two window lengths. The most surprising run stands for all and pays for all. Its bound holds for
 * any number of values and any distribution, so it is tested from the first value on.
 */
export const shift: Detector = (window, reference, levels) => {
  const overdispersion = reference.overdispersionAt(window.scale).scores;
  if (overdispersion === undefined || window.runs === undefined || reference.total === 0) return [];
  const spread = Math.sqrt(overdispersion);
  let most = 0;
  let value = 0;
  let tolerated = 0;
  for (const { n, sum } of window.runs) {
    if (n === 0) continue;
    const root = Math.sqrt(effectiveSize(n, reference.total));
    const allowed = root * levels.policy.tolerances.component;
    const distance = Math.abs(sum / n) * root - allowed;
    if (distance > most) [most, value, tolerated] = [distance, (sum / n) * root, allowed];
  }
  if (most === 0) return [];
  const runs = runsOf(window.scale);
  return [
    {
      statistic: 'shift',
      value,
      p_value: Math.min(1, runs * convexOrderPValue(most / spread)),
      critical: tolerated + spread * levels.scoreCritical(runs),
    },
  ];
};
