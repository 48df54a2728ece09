import { binaryMetric } from '@anchorwatch/stats';
import type { PlacedEvent } from './make-performance.js';
import { scoreBinsOf, type Outcomes } from './outcome-layout.js';
import { multiclassMetric } from './read-multiclass.js';
import { influence, type Moments, type Reading } from './reading.js';
import type { Task } from './task.js';

/** Variance and third moment that one outcome of the baseline brings to a measure: its law while nothing changes. */
export function momentsOf(task: Task, reading: Reading, whole: Outcomes, events: readonly PlacedEvent[]): Moments {
  const { metric, tested } = reading;
  if (reading.is_share) {
    const variance = tested * (1 - tested);
    return { variance: [variance], third: [variance * (1 - 2 * tested)] };
  }
  if (metric === 'roc_auc' && task.kind === 'binary') return ofRanks(scoreBinsOf(task), whole);
  if (metric.startsWith('macro_') && task.kind === 'multiclass') {
    const weights = whole.cells();
    return of(influence(multiclassMetric(metric, weights, task.classes.length)!, weights));
  }
  const value = valueIn(task, reading);
  return value === undefined ? { variance: [0], third: [0] } : ofValues(events, value);
}

function ofRanks(bins: number, whole: Outcomes): Moments {
  const weights = whole.cells();
  const measured = binaryMetric('roc_auc', { weights, bins })!;
  const sides = [1, 0].map((truth) => influence(measured, weights, (cell) => (cell >= 2 * bins ? 1 : 0) === truth));
  return { variance: sides.map(({ variance }) => variance), third: sides.map(({ third }) => third) };
}

function of({ variance, third }: { variance: number; third: number }): Moments {
  return { variance: [variance], third: [third] };
}

/** What a measure that is a mean is the mean of, by the amounts of an outcome; see `placeOutcome`. */
function valueIn(task: Task, { metric, value }: Reading): ((amounts: readonly number[]) => number) | undefined {
  switch (metric) {
    case 'log_loss':
      return ([loss]) => loss!;
    case 'brier':
      return ([, , brier]) => brier!;
    case 'mae':
      return ([over, under]) => over! + under!;
    case 'mean_error':
      return ([over, under]) => over! - under!;
    case 'rmse':
      return ([, , squared]) => squared!;
    case 'r2': {
      if (task.kind !== 'regression') return undefined;
      const scale = (task.error / task.sd) ** 2;
      return ([, , squared, , , , truth]) => (1 - value) * truth! - scale * squared!;
    }
    default:
      return undefined;
  }
}

function ofValues(events: readonly PlacedEvent[], valueOf: (amounts: readonly number[]) => number): Moments {
  let [total, sum] = [0, 0];
  for (const { place, outcome } of events) {
    total += outcome.weight;
    sum += outcome.weight * valueOf(place.amounts);
  }
  const mean = sum / total;
  let [squares, cubes] = [0, 0];
  for (const { place, outcome } of events) {
    const apart = valueOf(place.amounts) - mean;
    squares += outcome.weight * apart ** 2;
    cubes += outcome.weight * apart ** 3;
  }
  return { variance: [squares / total], third: [cubes / total] };
}
