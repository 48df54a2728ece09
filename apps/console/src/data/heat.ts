import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import type { TestResult, Verdict } from './verdicts.js';

/** The most surprising window of a cell; `test` is null when nothing could be tested. */
export interface HeatVerdict extends Pick<
  Verdict,
  | 'model_version'
  | 'baseline'
  | 'detector'
  | 'role'
  | 'scale'
  | 'tick'
  | 'window_from'
  | 'window_to'
  | 'n'
  | 'n_effective'
  | 'insufficient'
  | 'psi'
  | 'psi_noise'
  | 'psi_critical'
  | 'ks'
  | 'ks_critical'
  | 'alpha'
  | 'p_value'
  | 'alarm'
  | 'words'
> {
  readonly test: TestResult | null;
}

/** The windows that end in one cell of time: (from + cell·cell_ms, from + (cell + 1)·cell_ms]. */
export interface HeatCell {
  readonly cell: number;
  readonly windows: number;
  readonly alarms: number;
  readonly insufficient: number;
  /** −log p / −log α of the most surprising test: 1 is the critical value. */
  readonly surprise: number;
  readonly worst: HeatVerdict;
}

export interface HeatRow {
  readonly subject: string;
  readonly segment: string;
  readonly cells: readonly HeatCell[];
}

export interface Heat {
  readonly from: number;
  readonly to: number;
  readonly cell_ms: number;
  readonly cells: number;
  /** The most surprising first. */
  readonly rows: readonly HeatRow[];
  readonly left_out: number;
}

export interface HeatSelection {
  readonly model: string;
  readonly from?: number;
  readonly to?: number;
  /** All when absent; '' is all traffic. */
  readonly segment?: string;
  readonly subject?: string;
  readonly cells: number;
}

/** Subject × time of a model. */
export function useHeat({ model, ...selection }: HeatSelection) {
  return useQuery({
    queryKey: ['model', model, 'heat', selection],
    queryFn: ({ signal }) =>
      call<Heat>('GET', `/models/${encodeURIComponent(model)}/heat${queryString(selection)}`, undefined, signal),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  });
}
