import type { Baseline } from '@anchorwatch/detection';
import { text } from '../clickhouse/json.js';

/** What a list of baselines shows: everything but the bulk. */
export type BaselineHead = Omit<Baseline, 'subjects' | 'volume' | 'performance'>;

/** The columns of `baselines` in the order of a line. */
export const baselineColumns = [
  'digest',
  'model',
  'model_version',
  'head',
  'subjects',
  'volume',
  'performance',
] as const;

/** A baseline as a line: plain JSON text, the same values that its digest was taken of. */
export function baselineLine({ subjects, volume, performance, ...head }: Baseline): string {
  const parts = [head.digest, head.model, head.model_version, head, subjects, volume, performance ?? ''];
  return `[${parts.map((part) => text(typeof part === 'string' ? part : JSON.stringify(part))).join(',')}]`;
}

/** The baseline that was written. */
export function readBaseline([head, subjects, volume, performance]: readonly [
  string,
  string,
  string,
  string,
]): Baseline {
  return {
    ...(JSON.parse(head) as BaselineHead),
    subjects: JSON.parse(subjects) as Baseline['subjects'],
    volume: JSON.parse(volume) as Baseline['volume'],
    ...(performance !== '' && { performance: JSON.parse(performance) as Baseline['performance'] }),
  };
}
