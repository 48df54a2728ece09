import type { Evidence } from '../judging/make-finding.js';
import type { MetricComparison } from './metric-test.js';
import type { OutcomeWindow } from './outcome-windows.js';
import { readMetric } from './read-metric.js';

/** The measure of a window beside the baseline's, and how many of its labels had an event that nobody knows. */
export function metricEvidence({ task, reference }: MetricComparison, window: OutcomeWindow): Evidence {
  const reading = readMetric(task, reference.metric, window.outcomes);
  return {
    current: reading === undefined ? [] : [reading.value],
    reference: reading === undefined ? [] : [reference.value],
    bins: reading === undefined ? [] : [reference.metric],
    nulls: window.unmatched,
  };
}
