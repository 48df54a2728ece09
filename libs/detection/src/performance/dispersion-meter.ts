import { chiSquareQuantile } from '@anchorwatch/stats';
import { enoughWindows, fewestWindows, twoErrors } from '../baselines/overdispersion.js';
import type { MetricDispersion } from './baseline-performance.js';

/** The largest of a baseline's windows counts where chance would make it so large only once in so many baselines. */
const rareLargest = 0.01;

interface Scale {
  windows: number;
  sum: number;
  counted: number;
  largest: number;
  lawful: number;
}

/**
 * How many outcomes count as one, from the squared deviations of the baseline's own windows, scale after scale: larger than
 * chance in the mean, or at the far end, so that the baseline's own windows do not alarm.
 * @see Wedderburn (1974), Biometrika 61(3):439–447, for quasi-likelihood
 */
export class DispersionMeter {
  private readonly scales = new Map<number, Scale>();

  /**
   * Adds one window of the baseline.
   * @param squared deviation of the figure in units of its variance, or undefined where the window has no such figure
   * @param isLawful whether the window is large enough for its deviation to have a normal law
   */
  add(scale: number, squared: number | undefined, isLawful: boolean): void {
    const found = this.scales.get(scale) ?? { windows: 0, sum: 0, counted: 0, largest: 0, lawful: 0 };
    this.scales.set(scale, found);
    found.windows++;
    if (squared === undefined) return;
    found.sum += squared;
    found.counted++;
    if (!isLawful) return;
    found.lawful++;
    found.largest = Math.max(found.largest, squared);
  }

  /** From the smallest scale on; a scale with too few windows is left out, and the former serves. */
  measured(): readonly MetricDispersion[] {
    const found: MetricDispersion[] = [];
    for (const [scale, { windows, sum, counted, largest, lawful }] of [...this.scales].sort(([a], [b]) => a - b)) {
      const former = found.at(-1);
      if (counted < fewestWindows || (counted < enoughWindows && former !== undefined)) continue;
      const mean = (sum / counted) * twoErrors(counted);
      const far = lawful < fewestWindows ? 0 : largest / chiSquareQuantile(rareLargest / lawful, 1);
      found.push({ scale, windows, factor: Math.max(1, former?.factor ?? 1, mean, far) });
    }
    return found;
  }
}
