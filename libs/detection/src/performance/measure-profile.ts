import { normalQuantile, skewedSf } from '@anchorwatch/stats';
import { orderByTick, walkWindows } from '../baselines/encode.js';
import type { MetricReference, PerformanceProfile, ScoreCalibration } from './baseline-performance.js';
import { calibrate } from './calibrate.js';
import { DispersionMeter } from './dispersion-meter.js';
import type { PlacedEvent } from './make-performance.js';
import { EstimateMeters } from './estimate-meters.js';
import { momentsOf } from './moments.js';
import { OutcomeAdder, outcomeLayout, Outcomes } from './outcome-layout.js';
import { readMetric } from './read-metric.js';
import type { Moments, Reading } from './reading.js';
import { metricsOf, type Task } from './task.js';

/** Windows with fewer trials, or fewer hits or misses, have no normal law. */
const fewestTrials = 40;
const fewestExpected = 10;
/** A calibration from fewer labelled events would say more about them than about the score. */
const fewestForCalibration = 500;

/** The measures of a segment of the baseline, each with its moments and its dispersion over the segment's own windows. */
export function measureProfile(
  task: Task,
  segment: string,
  events: readonly PlacedEvent[],
  ticks: number,
  scales: readonly number[],
): PerformanceProfile {
  const layout = outcomeLayout(task);
  const adder = new OutcomeAdder(layout);
  for (const { place, outcome } of events) adder.add(place.cell, outcome.weight, place.amounts);
  const whole = new Outcomes(layout, adder.finished());
  const known = metricsOf(task).flatMap((metric) => {
    const reading = readMetric(task, metric, whole);
    if (reading === undefined) return [];
    return [{ reading, moments: momentsOf(task, reading, whole, events), meter: new DispersionMeter() }];
  });
  const estimates = new EstimateMeters(task, calibrationOf(task, events), whole, ticks);

  const order = orderByTick(
    Uint32Array.from(events, ({ tick }) => tick),
    ticks,
  );
  const add = (vector: Float64Array, tick: number): void => {
    const own = new OutcomeAdder(layout);
    for (let at = order.start[tick]!; at < order.start[tick + 1]!; at++) {
      const { place, outcome } = events[order.order[at]!]!;
      own.add(place.cell, outcome.weight, place.amounts);
    }
    own.values.forEach((value, k) => (vector[k]! += value));
  };
  const visit = (scale: number, vector: Float64Array): void => {
    const window = new Outcomes(layout, vector);
    if (window.n === 0) return;
    for (const { reading, moments, meter } of known) {
      const found = readMetric(task, reading.metric, window);
      meter.add(
        scale,
        found && squaredDeviation(found, reading, moments),
        found !== undefined && isLawful(found, reading),
      );
    }
    estimates.add(scale, window);
  };
  walkWindows(ticks, scales.at(-1)!, layout.size, add, visit, (size) => new Float64Array(size));

  const metrics = known.map(({ reading, moments, meter }): MetricReference => {
    const { deviation: _, ...rest } = reading;
    return { ...rest, ...moments, overdispersion: meter.measured(), ...estimates.of(reading.metric) };
  });
  const { calibration } = estimates;
  return {
    segment,
    labelled: events.length,
    metrics,
    ...(calibration !== undefined && { calibration }),
  };
}

function calibrationOf(task: Task, events: readonly PlacedEvent[]): ScoreCalibration | undefined {
  if (task.kind !== 'binary' || task.score?.is_probability !== true || events.length < fewestForCalibration)
    return undefined;
  const rows = events.flatMap(({ scored, outcome }) =>
    scored === undefined ? [] : [{ ...scored, weight: outcome.weight }],
  );
  return calibrate(rows, task.score.scores);
}

/**
 * In units of its variance as a part of the baseline, and as a normal number of the same chance where its own law leans to
 * one side: losses are far from normal in small windows, and that is no dependence.
 */
function squaredDeviation(found: Reading, whole: Reading, { variance, third }: Moments): number | undefined {
  const apart = (k: number): number => 1 / found.trials[k]! - 1 / whole.trials[k]!;
  if (found.gaps !== undefined && whole.gaps !== undefined) {
    const moved = whole.gaps.flatMap(({ gap, variance: of }, k) =>
      of > 0 ? [(found.gaps![k]!.gap - gap) ** 2 / (of * apart(0))] : [],
    );
    return moved.length === 0 || !(apart(0) > 0) ? undefined : moved.reduce((sum, one) => sum + one, 0) / moved.length;
  }
  const spread = variance.reduce((sum, of, k) => sum + of * apart(k), 0);
  if (!(spread > 0 && Number.isFinite(spread))) return undefined;
  const z = (found.tested - whole.tested) / Math.sqrt(spread);
  const cubes = third.reduce((sum, of, k) => sum + of / found.trials[k]! ** 2, 0);
  const skewness = (Math.sign(z) * cubes) / spread ** 1.5;
  return found.is_share ? z * z : normalQuantile(Math.min(0.5, skewedSf(Math.abs(z), skewness))) ** 2;
}

function isLawful(found: Reading, whole: Reading): boolean {
  if (found.gaps !== undefined || found.trials.some((trials) => trials < fewestTrials)) return false;
  return !found.is_share || Math.min(whole.tested, 1 - whole.tested) * found.trials[0]! >= fewestExpected;
}
