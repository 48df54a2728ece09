import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';

/** What a window of one length can see of a subject, with the budget and tolerances in force. */
export interface Sensitivity {
  readonly subject: string;
  readonly segment: string;
  readonly scale: number;
  /** Events in such a window at the baseline's rate. */
  readonly n: number;
  readonly n_effective: number;
  readonly alpha: number;
  /** Found in nine of ten windows, in standard deviations of the ranks; null where nothing is tested or there is no order. */
  readonly smallest_shift: number | null;
  /** The part of it that the tolerance makes. */
  readonly tolerance: number;
}

/** By ascending window length. */
export function useSensitivity(model: string, subject: string) {
  return useQuery({
    queryKey: ['model', model, 'sensitivity', subject],
    queryFn: ({ signal }) =>
      call<{ baseline: string; windows: readonly Sensitivity[] }>(
        'GET',
        `/models/${encodeURIComponent(model)}/sensitivity${queryString({ subject })}`,
        undefined,
        signal,
      ),
  });
}
