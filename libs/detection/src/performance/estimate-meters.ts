import type { MetricDispersion, ScoreCalibration } from './baseline-performance.js';
import { estimateOf, isEstimable, withoutTruth } from './estimate.js';
import { EstimateMeter } from './estimate-meter.js';
import type { Outcomes } from './outcome-layout.js';
import { readMetric } from './read-metric.js';
import { metricsOf, type MetricName, type Task } from './task.js';

/** The meters of all measures of one segment of a baseline that can be estimated without labels. */
export class EstimateMeters {
  private readonly meters: ReadonlyMap<MetricName, EstimateMeter>;

  /**
   * @param whole all labelled answers of the segment
   * @param ticks of the baseline
   */
  constructor(
    private readonly task: Task,
    readonly calibration: ScoreCalibration | undefined,
    private readonly whole: Outcomes,
    ticks: number,
  ) {
    const metrics = calibration === undefined ? [] : metricsOf(task).filter(isEstimable);
    this.meters = new Map(metrics.map((metric) => [metric, new EstimateMeter(ticks)]));
  }

  /** Adds a window of the baseline: what its labels show beside what would be estimated without them. */
  add(scale: number, window: Outcomes): void {
    const { task, calibration, whole } = this;
    if (task.kind !== 'binary' || calibration === undefined) return;
    const answers = withoutTruth(window);
    // The calibration knows the window: it is a part of what it was fitted on.
    const own = 1 - window.n / whole.n;
    for (const [metric, meter] of this.meters) {
      if (!meter.wants(scale) || !isEstimable(metric)) continue;
      const realised = readMetric(task, metric, window);
      const estimated = estimateOf(task, metric, calibration, answers, 1);
      if (realised === undefined || estimated === undefined) continue;
      const variance = estimated.chance ** 2 * own;
      if (variance > 0) meter.add(scale, (realised.value - estimated.value) ** 2 / variance);
    }
  }

  /** What was measured of one measure; nothing where it cannot be estimated. */
  of(metric: MetricName): { readonly estimated?: readonly MetricDispersion[] } {
    const meter = this.meters.get(metric);
    return meter === undefined ? {} : { estimated: meter.measured() };
  }
}
