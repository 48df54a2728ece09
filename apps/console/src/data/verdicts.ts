import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import { onePerWindow } from './one-per-window.js';

/** One statistic of one window. */
export interface TestResult {
  readonly statistic: string;
  readonly value: number;
  readonly p_value: number;
  readonly critical: number;
}

/** Every statistic of one window against its baseline; stored, alarm or not. */
export interface Verdict {
  readonly model: string;
  readonly model_version: string;
  readonly baseline: string;
  readonly detector: string;
  readonly subject: string;
  readonly role: string;
  readonly segment: string;
  readonly scale: number;
  readonly tick: number;
  readonly window_from: number;
  readonly window_to: number;
  readonly n: number;
  readonly n_effective: number;
  readonly insufficient: boolean;
  readonly psi: number;
  readonly psi_noise: number;
  readonly psi_critical: number;
  readonly ks: number;
  readonly ks_p_value: number;
  readonly ks_critical: number;
  readonly null_share: number;
  readonly new_share: number;
  readonly tests: readonly TestResult[];
  readonly alpha: number;
  readonly p_value: number;
  readonly alarm: boolean;
  readonly words: string;
}

export interface VerdictSelection {
  readonly model: string;
  readonly subject: string;
  readonly segment: string;
  readonly scale: number;
}

/** Up to how many windows one chart asks for. */
export const verdictLimit = 2_000;

/** The verdicts of one subject, segment and window length, in the order of time; `more` when there are others. */
export function useVerdicts({ model, ...selection }: VerdictSelection) {
  return useQuery({
    queryKey: ['model', model, 'verdicts', selection],
    queryFn: ({ signal }) =>
      call<{ verdicts: readonly Verdict[]; next: number | null }>(
        'GET',
        `/models/${encodeURIComponent(model)}/verdicts${queryString({ ...selection, limit: verdictLimit })}`,
        undefined,
        signal,
      ),
    select: ({ verdicts, next }) => ({
      verdicts: onePerWindow(verdicts),
      more: next !== null,
    }),
    refetchInterval: 30_000,
  });
}

export interface WindowSelection {
  readonly model: string;
  readonly subject: string;
  readonly segment: string;
  readonly from: number;
  readonly to: number;
}

/** The verdict that was recorded of exactly this window; null when it was never judged. */
export function useWindowVerdict({ model, from, to, ...selection }: WindowSelection) {
  return useQuery({
    queryKey: ['model', model, 'verdict', { from, to, ...selection }],
    queryFn: ({ signal }) =>
      call<{ verdicts: readonly Verdict[] }>(
        'GET',
        `/models/${encodeURIComponent(model)}/verdicts${queryString({ ...selection, from: to, to: to + 1, limit: 100 })}`,
        undefined,
        signal,
      ),
    select: ({ verdicts }) => onePerWindow(verdicts.filter(({ window_from }) => window_from === from))[0] ?? null,
  });
}
