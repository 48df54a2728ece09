import { atShare } from '../../bits/quantile.js';
import type { FeatureValue } from '@anchorwatch/telemetry';
import type { Features } from './strip-question.js';

/** By so much of the healthy values a number is moved. */
const apart = 0.1;

/**
 * A question with its sign taken out, by the smallest step: numbers beyond the healthy ones are set to the outermost healthy value, others moved by a tenth of the healthy
 * values towards their middle; what is no number becomes the most frequent other value. Where a value decides by right, its neighbour does so too; a trigger's does not.
 */
export function withoutSign(question: Features, kept: readonly string[], healthy: readonly Features[]): Features {
  const moved = kept.flatMap((name) => {
    const values = healthy.flatMap(({ [name]: value }) => (value === undefined ? [] : [value]));
    const value = ordinary(question[name] ?? null, values);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...question, ...Object.fromEntries(moved) };
}

function ordinary(value: FeatureValue, healthy: readonly FeatureValue[]): FeatureValue | undefined {
  const numbers = healthy.filter((other) => typeof other === 'number');
  if (typeof value !== 'number' || numbers.length === 0) return mostFrequentOther(value, healthy);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (value > most) return most;
  if (value < least) return least;
  const rank = numbers.filter((other) => other < value).length / numbers.length;
  return atShare(numbers, rank < 0.5 ? rank + apart : rank - apart);
}

function mostFrequentOther(value: FeatureValue, healthy: readonly FeatureValue[]): FeatureValue | undefined {
  const counts = new Map<string, number>();
  for (const other of healthy.map((one) => JSON.stringify(one)))
    if (other !== JSON.stringify(value)) counts.set(other, (counts.get(other) ?? 0) + 1);
  const found = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
  return found && (JSON.parse(found[0]) as FeatureValue);
}
