import { fewestWindows, studentised } from '../baselines/overdispersion.js';
import type { MetricDispersion } from './baseline-performance.js';
import { coverageZ } from './interval.js';

/** So many windows of a scale are looked at, evenly chosen: they tell a width to some three percent. */
const mostWindows = 512;
/** At 95 % so many tell it well enough, with Student's correction; alarms, far out in the tail, need more. */
const enoughWindows = 30;

/**
 * How many answers count as one for an estimate of one measure: how far what labels showed in the baseline's own windows lay
 * from the estimate, beside what independent labels would show. It is what makes the interval as wide as it says, no more:
 * unlike in a test, whose tail it does not know, the largest window is one of many, and windows of one length do not answer
 * for those of another.
 *
 * Each measure has its own: where all answers are late together, the share of late ones in a window is far off and their
 * order by the score hardly.
 */
export class EstimateMeter {
  private readonly scales = new Map<number, { sum: number; counted: number }>();
  private readonly seen = new Map<number, number>();

  /** @param ticks of the baseline */
  constructor(private readonly ticks: number) {}

  /** Whether the next window of a scale, in order, is among those that are looked at. */
  wants(scale: number): boolean {
    const place = this.seen.get(scale) ?? 0;
    this.seen.set(scale, place + 1);
    return place % Math.ceil(this.ticks / scale / mostWindows) === 0;
  }

  /** @param squared distance of the two in units of the variance by chance */
  add(scale: number, squared: number): void {
    const found = this.scales.get(scale) ?? { sum: 0, counted: 0 };
    this.scales.set(scale, found);
    found.sum += squared;
    found.counted++;
  }

  /** From the smallest scale on; a scale with too few windows is left out, and the former serves. */
  measured(): readonly MetricDispersion[] {
    const found: MetricDispersion[] = [];
    for (const [scale, { sum, counted }] of [...this.scales].sort(([a], [b]) => a - b)) {
      if (counted < fewestWindows || (counted < enoughWindows && found.length > 0)) continue;
      const factor = Math.max(1, (sum / counted) * studentised(counted, coverageZ ** 2));
      found.push({ scale, windows: counted, factor });
    }
    return found;
  }
}

/** Between measured lengths the dispersion goes as a power of the length; beyond them it is that of the nearest. */
export function estimateDispersion(measured: readonly MetricDispersion[], ticks: number): number {
  const above = measured.findIndex(({ scale }) => scale >= ticks);
  const [before, after] = [measured.at(above < 0 ? -1 : Math.max(0, above - 1)), measured.at(above)];
  if (before === undefined || after === undefined) return 1;
  if (before === after) return before.factor;
  const part = Math.log(ticks / before.scale) / Math.log(after.scale / before.scale);
  return before.factor * (after.factor / before.factor) ** part;
}
