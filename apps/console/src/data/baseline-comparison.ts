import { useQuery } from '@tanstack/react-query';
import { call } from './call.js';
import type { ComparedRow } from './comparison.js';

/** A candidate beside the baseline that it would follow. */
export interface BaselineComparison {
  readonly baseline: string;
  readonly with: string;
  readonly alpha: number;
  readonly different: boolean;
  /** Different ones first, single ones before what several do together, then by PSI. */
  readonly subjects: readonly (ComparedRow & { readonly segment: string; readonly exact: boolean })[];
  /** Rows beyond the limit, the least moved. */
  readonly left_out: number;
  /** What to know before putting it in force, stretches that were left out of it among them. */
  readonly warnings: readonly string[];
}

/** A baseline beside the one in force. */
export function useBaselineComparison(model: string, digest: string) {
  const path = `/models/${encodeURIComponent(model)}/baselines/${encodeURIComponent(digest)}/compare?limit=20`;
  return useQuery({
    queryKey: ['model', model, 'baseline-comparison', digest],
    queryFn: ({ signal }: { signal: AbortSignal }) => call<BaselineComparison>('GET', path, undefined, signal),
  });
}
