import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { call, queryString } from './call.js';

export interface Bin {
  readonly label: string;
  /** Open ends and categories have none. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A group of bins that the PSI is taken over: its shares, and its part of the PSI. */
export interface PsiPart {
  readonly bin: string;
  readonly before: number;
  readonly now: number;
  readonly psi: number;
}

/** Counts of a window and of the baseline over the baseline's bins. */
export interface Distribution {
  readonly subject: string;
  readonly segment: string;
  readonly from: number;
  readonly to: number;
  readonly ordered: boolean;
  readonly bins: readonly Bin[];
  /** What the judge compares with: of the whole baseline, or a mix of its hours, which is seldom whole. */
  readonly reference: readonly number[];
  /** Whose hours these are; null for the whole baseline. */
  readonly season: 'day' | 'week' | null;
  /** Of a pair of features: whether they are what the window's own margins lead to expect. */
  readonly margins: boolean;
  readonly current: readonly number[];
  readonly reference_nulls: number;
  readonly current_nulls: number;
  readonly current_wrong_type: number;
  readonly current_nans: number;
  readonly current_infinities: number;
  /** Beyond the least and the most that the baseline saw; they lie in an outer bin as well. */
  readonly current_below: number;
  readonly current_above: number;
  readonly n: number;
  /** Null when nothing was counted, or, for KS, when the bins have no order. */
  readonly psi: number | null;
  readonly ks: number | null;
  /** Add up to the PSI; none when nothing was counted. */
  readonly psi_parts: readonly PsiPart[];
  /** Behind which bin the distributions lie furthest apart; null without an order. */
  readonly ks_at: { readonly bin: string; readonly below: number | null; readonly difference: number } | null;
  /** Digest of the baseline compared with. */
  readonly baseline: string;
}

export interface DistributionSelection {
  readonly model: string;
  readonly subject: string;
  readonly segment: string;
  /** Without a range the server takes the newest window. */
  readonly from?: number;
  readonly to?: number;
  /** Digest; the newest promoted one that knows the subject when absent. */
  readonly baseline?: string;
}

/** The distribution of one subject against its baseline; asked for as soon as the selection is known. */
export function useDistribution(selection: DistributionSelection, known: boolean) {
  return useQuery({
    ...asked(selection),
    enabled: known,
    placeholderData: (previous: Distribution | undefined) => previous,
  });
}

/** The same of several, in their order. */
export function useDistributions(
  selections: readonly DistributionSelection[],
): readonly UseQueryResult<Distribution>[] {
  return useQueries({ queries: selections.map(asked) });
}

function asked({ model, ...selection }: DistributionSelection) {
  return {
    queryKey: ['model', model, 'distribution', selection],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call<Distribution>(
        'GET',
        `/models/${encodeURIComponent(model)}/distribution${queryString(selection)}`,
        undefined,
        signal,
      ),
    refetchInterval: 30_000,
  };
}
