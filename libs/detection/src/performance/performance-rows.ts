import type { Baseline } from '../baselines/baseline.js';
import type { SummedProfile } from '../comparing/compared-counts.js';
import { dispersionAt, type MetricReference, type PerformanceProfile } from './baseline-performance.js';
import { answerLayout } from './answer-table.js';
import { estimateOf, isEstimable } from './estimate.js';
import { estimateDispersion } from './estimate-meter.js';
import { whyFar } from './how-far.js';
import { intervalOf, within, type Interval } from './interval.js';
import { outcomeLayout, Outcomes, scoreBinsOf } from './outcome-layout.js';
import type { PerformanceRow, PerformanceWindow } from './performance-row.js';
import { readMetric } from './read-metric.js';
import { ANSWERS, OUTCOMES, type Task } from './task.js';

/** Fewer labels than this are not shown as a figure. */
const fewestLabels = 10;

/**
 * Every measure of every segment in one window.
 * @param profiles all profiles summed over the window's ticks; those of labels are looked at only when it is settled
 */
export function performanceRows(
  baseline: Baseline,
  window: PerformanceWindow,
  profiles: readonly SummedProfile[],
  settled: boolean,
): readonly PerformanceRow[] {
  const { performance, model, model_version, digest } = baseline;
  if (performance?.kind !== 'measured') return [];
  const { task } = performance;
  const far = whyFar(baseline, profiles);
  const ticks = window.tick - window.first_tick + 1;
  return performance.profiles.flatMap((reference) => {
    const of = (subject: string) =>
      profiles.find((one) => one.subject === subject && one.segment === reference.segment);
    const n = of('volume')?.counts[0] ?? 0;
    if (n === 0) return [];
    const labels = settled ? of(OUTCOMES) : undefined;
    const outcomes = labels && new Outcomes(outcomeLayout(task), labels.counts);
    const blind = whyBlind(task, reference);
    return reference.metrics.map((metric): PerformanceRow => {
      const why = isEstimable(metric.metric) ? blind : 'this measure is not estimated without labels';
      const estimated = why === '' ? estimatedOf(task, metric, reference, of(ANSWERS)?.counts, ticks) : null;
      const reason = why !== '' ? why : estimated === null ? 'the window has no answers to estimate it from' : far;
      return {
        model,
        model_version,
        baseline: digest,
        metric: metric.metric,
        segment: reference.segment,
        tick: window.tick,
        ticks,
        window_from: window.from,
        window_to: window.to,
        first_offset: window.first_offset,
        last_offset: window.last_offset,
        n,
        reference: metric.value,
        estimated,
        reliable: reason === '',
        reason,
        realised: realisedOf(task, metric, outcomes, ticks),
        labelled: outcomes?.n ?? 0,
        unmatched: labels?.nulls ?? 0,
        settled,
      };
    });
  });
}

/** Why nothing can be estimated, or ''. */
function whyBlind(task: Task, { calibration }: PerformanceProfile): string {
  if (task.kind !== 'binary') return 'only classifiers with two classes can be estimated without labels';
  if (task.score === undefined) return 'answers have no score';
  if (!task.score.is_probability) return 'the score is no probability: it lies outside 0 and 1';
  return calibration === undefined ? 'the baseline has too few labels here to calibrate the score' : '';
}

function estimatedOf(
  task: Task,
  { metric, estimated }: MetricReference,
  { calibration }: PerformanceProfile,
  counts: readonly number[] | undefined,
  ticks: number,
): Interval | null {
  if (task.kind !== 'binary' || calibration === undefined || counts === undefined || !isEstimable(metric)) return null;
  const answered = new Outcomes(answerLayout(scoreBinsOf(task)), counts);
  if (answered.n === 0) return null;
  const weights = answered.cells();
  const unevenness = answered.sum('weight') / weights.reduce((sum, weight) => sum + weight, 0);
  const dispersion = estimateDispersion(estimated ?? [], ticks);
  const found = estimateOf(task, metric, calibration, { weights, unevenness }, dispersion);
  return found === undefined ? null : within(metric, found.value, found.deviation);
}

function realisedOf(
  task: Task,
  reference: MetricReference,
  outcomes: Outcomes | undefined,
  ticks: number,
): Interval | null {
  if (outcomes === undefined || outcomes.n < fewestLabels) return null;
  const reading = readMetric(task, reference.metric, outcomes);
  return reading === undefined ? null : intervalOf(task, reading, dispersionAt(reference.overdispersion, ticks));
}
