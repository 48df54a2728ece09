import { useQuery } from '@tanstack/react-query';
import { call } from './call.js';
import type { ModelSummary } from './models.js';

/** A frozen reference of one model version. */
export interface BaselineSummary {
  readonly digest: string;
  readonly model_version: string;
  /** A file's name and digest, or a range of stored telemetry. */
  readonly made_from: string;
  readonly events: number;
  readonly ticks: number;
  readonly tick: { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'count'; readonly events: number };
  readonly from: number;
  readonly to: number;
  readonly segment_fields: readonly string[];
  readonly segments: readonly string[];
  /** What to know before trusting it. */
  readonly warnings: readonly { readonly subject: string; readonly segment: string; readonly words: string }[];
  readonly promoted: boolean;
  readonly effective_from: number | null;
}

export interface Model extends ModelSummary {
  readonly baselines: readonly BaselineSummary[];
}

/** One model with its baselines. */
export function useModel(model: string) {
  return useQuery({
    queryKey: ['model', model, 'summary'],
    queryFn: ({ signal }) => call<Model>('GET', `/models/${encodeURIComponent(model)}`, undefined, signal),
    refetchInterval: 30_000,
  });
}
