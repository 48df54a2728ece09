import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';

/** A value with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One measure of performance in one window of events. Times are event time, milliseconds. */
export interface PerformanceRow {
  readonly model_version: string;
  readonly baseline: string;
  readonly metric: string;
  readonly segment: string;
  readonly ticks: number;
  readonly window_from: number;
  readonly window_to: number;
  readonly n: number;
  /** The baseline's value. */
  readonly reference: number;
  /** Without labels, from calibrated scores. */
  readonly estimated: Interval | null;
  /** False where the estimate must not be relied on, or there is none; `reason` says why. */
  readonly reliable: boolean;
  readonly reason: string;
  /** By the labels that became known in the window. */
  readonly realised: Interval | null;
  readonly labelled: number;
  readonly unmatched: number;
  /** Whether the labels of the window have been judged; until then `realised` is null. */
  readonly settled: boolean;
}

/** Up to how many rows one chart asks for: some twenty measures of as many windows as a screen has room for. */
export const performanceLimit = 5_000;

/** Every measure of a segment, the newest windows first. */
export function usePerformance(model: string, segment: string) {
  return useQuery({
    queryKey: ['model', model, 'performance', segment],
    queryFn: ({ signal }) =>
      call<{ performance: readonly PerformanceRow[]; next: number | null }>(
        'GET',
        `/models/${encodeURIComponent(model)}/performance${queryString({ segment, limit: performanceLimit })}`,
        undefined,
        signal,
      ),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  });
}
