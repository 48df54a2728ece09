import { useQuery } from '@tanstack/react-query';
import { call } from './call.js';

/** When a version was first seen, or a baseline came into force. Event time, milliseconds. */
export type Mark =
  | { readonly kind: 'release'; readonly at: number; readonly model_version: string; readonly artefact_digest: string }
  | { readonly kind: 'baseline'; readonly at: number; readonly model_version: string; readonly digest: string };

/** Releases and baselines of a model, by ascending time. */
export function useMarks(model: string) {
  return useQuery({
    queryKey: ['model', model, 'marks'],
    queryFn: ({ signal }) =>
      call<{ marks: readonly Mark[] }>('GET', `/models/${encodeURIComponent(model)}/marks`, undefined, signal),
    select: ({ marks }) => marks,
    refetchInterval: 60_000,
  });
}
