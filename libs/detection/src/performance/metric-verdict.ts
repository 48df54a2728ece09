import type { Levels } from '../budget/levels.js';
import type { TestResult } from '../verdicts/verdict.js';
import { intervalOf } from './interval.js';
import type { MetricComparison } from './metric-test.js';
import type { Outcomes } from './outcome-layout.js';
import { readMetric } from './read-metric.js';

/** What a window says of one measure. */
export interface MetricWindow {
  readonly n: number;
  readonly effective: number;
  readonly insufficient: boolean;
  readonly tests: readonly TestResult[];
  readonly words: string;
}

/** Tests less surprising than this are not put into words. */
const worthSaying = 0.001;

/** Compares a measure of a window with the baseline's; undefined where the measure does not exist. */
export function judgeMetric(
  comparison: MetricComparison,
  outcomes: Outcomes,
  scale: number,
  levels: Levels,
): MetricWindow | undefined {
  const { task, reference } = comparison;
  const reading = outcomes.n === 0 ? undefined : readMetric(task, reference.metric, outcomes);
  if (reading === undefined) return undefined;
  const insufficient = !comparison.suffices(reading, scale, levels);
  const tests = comparison.test(reading, scale, levels);
  const effective = comparison.effective(reading, scale);
  const words = (): string => {
    if (!tests.some(({ p_value }) => p_value <= worthSaying))
      return insufficient ? 'insufficient data' : 'like the baseline';
    const { value, low, high } = intervalOf(task, reading, comparison.dispersion(scale));
    const direction = value < reference.value ? 'lower' : 'higher';
    const range = `95 % between ${short(low)} and ${short(high)}`;
    return `${direction}: ${short(value)} instead of ${short(reference.value)}, ${range}`;
  };
  return { n: outcomes.n, effective, insufficient, tests, words: words() };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
