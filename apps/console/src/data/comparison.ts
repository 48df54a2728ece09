import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import type { TestResult } from './verdicts.js';

export interface ComparedSide {
  readonly n: number;
  readonly n_effective: number;
}

/** A subject on two sides, weighed on demand: the alarm budget is not touched. */
export interface ComparedRow {
  readonly subject: string;
  readonly insufficient: boolean;
  readonly psi: number;
  readonly psi_noise: number;
  readonly psi_critical: number;
  readonly ks: number;
  readonly ks_critical: number;
  readonly tests: readonly TestResult[];
  readonly alpha: number;
  readonly p_value: number;
  readonly different: boolean;
  readonly words: string;
  readonly a: ComparedSide;
  readonly b: ComparedSide;
}

/** A segment's part of the PSI of the whole: because it changed within, and because there is more or less of it. */
export interface SegmentPart {
  readonly segment: string;
  readonly within: number;
  readonly mix: number;
}

export interface Comparison {
  readonly baseline: string;
  /** False alarms that the comparison may cost. */
  readonly alarms: number;
  readonly subjects: readonly ComparedRow[];
  readonly segments: readonly {
    readonly subject: string;
    readonly field: string;
    readonly parts: readonly SegmentPart[];
  }[];
  readonly warnings: readonly string[];
}

export interface ComparisonSelection {
  readonly model: string;
  readonly subject: string;
  readonly segment: string;
  readonly from: number;
  readonly to: number;
  readonly baseline?: string;
}

/** One subject in a window of event time against its baseline; asked for when `enabled`. */
export function useComparison({ model, segment, from, to, ...selection }: ComparisonSelection, enabled = true) {
  const b = `${segment === '' ? '' : `${segment}@`}${from}..${to}`;
  return useQuery({
    queryKey: ['model', model, 'compare', { b, ...selection }],
    queryFn: ({ signal }) =>
      call<Comparison>(
        'GET',
        `/models/${encodeURIComponent(model)}/compare${queryString({ b, ...selection })}`,
        undefined,
        signal,
      ),
    enabled,
  });
}
