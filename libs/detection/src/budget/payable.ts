import type { Baseline, BaselineVolume } from '../baselines/baseline.js';
import { enoughWindows } from '../baselines/overdispersion.js';
import { dispersionAt, fewestOutcomes, type MetricReference } from '../performance/baseline-performance.js';
import type { Task } from '../performance/task.js';

/** What asks for a law of large numbers, and is not tested on windows with fewer effective events than the policy asks for. */
const floored: ReadonlySet<string> = new Set([
  'ks',
  'v1',
  'v2',
  'v3',
  'v4',
  'chi2',
  'share',
  'correlation',
  'mmd',
  'constant',
]);

/** Whether a test is made on windows that are large enough only. */
export function isFloored(statistic: string): boolean {
  return floored.has(statistic);
}

type Clock = Pick<Baseline, 'tick'>;

/**
 * Of a subject's statistics those that windows of so many ticks can be tested by at all: where ticks are counted in events it is known how
 * many there are at most, and a test that asks for more is never made, so that it must not be paid for.
 * @param worst how many events count as one where the whole distribution is compared
 */
export function payableOf(
  statistics: readonly string[],
  { tick }: Clock,
  scale: number,
  worst: number,
  minimum_effective: number,
): readonly string[] {
  if (mostEvents({ tick }, scale) / worst >= minimum_effective) return statistics;
  return statistics.filter((statistic) => !isFloored(statistic));
}

/** Whether windows of so many ticks can hold enough labels for a measure of performance. */
export function isPayableMetric(
  task: Task,
  reference: MetricReference,
  { tick }: Clock,
  scale: number,
  minimum_effective: number,
): boolean {
  if (reference.is_share) return true;
  // Of two groups the smaller has at most half of them.
  const trials = mostEvents({ tick }, scale) / reference.trials.length;
  return trials / dispersionAt(reference.overdispersion, scale) >= fewestOutcomes(task, reference, minimum_effective);
}

function mostEvents({ tick }: Clock, scale: number): number {
  return tick.kind === 'count' ? scale * tick.events : Infinity;
}

/** Whether traffic of windows of so many ticks can be compared with the baseline's, in some hours at least. */
export function isVolumeMeasured({ phases, scales }: BaselineVolume, scale: number): boolean {
  return (
    phases !== undefined || scales.some((measured) => measured.scale === scale && measured.windows >= enoughWindows)
  );
}
