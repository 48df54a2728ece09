import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { call, callForFile } from './call.js';

export type ValueType = 'string' | 'number' | 'time';

export interface Field {
  readonly name: string;
  readonly type: ValueType;
  readonly filter: boolean;
  readonly group: boolean;
  readonly measure: boolean;
}

export const datasets = ['events', 'profiles', 'verdicts', 'performance', 'findings', 'incidents', 'labels'] as const;
export type Dataset = (typeof datasets)[number];

export const filterOps = ['=', '!=', '<', '<=', '>', '>=', 'in', 'contains'] as const;
export type FilterOp = (typeof filterOps)[number];

export const measureOps = ['count', 'sum', 'avg', 'min', 'max', 'quantile', 'distinct'] as const;
export type MeasureOp = (typeof measureOps)[number];

export type Format = 'json' | 'csv' | 'jsonl' | 'parquet';
type Value = string | number;

/** A question to the store, built from fields. Times are epoch milliseconds, `to` exclusive. */
export interface ExploreRequest {
  readonly dataset: Dataset;
  readonly models?: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly filters?: readonly {
    readonly field: string;
    readonly op: FilterOp;
    readonly value: Value | readonly Value[];
  }[];
  readonly group_by?: readonly string[];
  readonly bucket_ms?: number;
  readonly measures?: readonly { readonly op: MeasureOp; readonly field?: string; readonly q?: number }[];
  readonly columns?: readonly string[];
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
}

export interface ExploreResult {
  readonly columns: readonly { readonly name: string; readonly type: ValueType }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
  readonly seconds: number;
}

/** What can be asked of each dataset. */
export function useFields() {
  return useQuery({
    queryKey: ['explore', 'fields'],
    queryFn: ({ signal }) =>
      call<{ datasets: Readonly<Record<Dataset, readonly Field[]>> }>('GET', '/explore/fields', undefined, signal),
    select: (answer) => answer.datasets,
    staleTime: 60_000,
  });
}

/** The answer to a question; asked once, not again by itself. */
export function useExplore(request: ExploreRequest | undefined) {
  return useQuery({
    queryKey: ['explore', 'answer', request],
    queryFn: ({ signal }) => call<ExploreResult>('POST', '/explore', { ...request, format: 'json' }, signal),
    enabled: request !== undefined,
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

/** The answer as a file. */
export function useExport() {
  return useMutation({
    mutationFn: ({ request, format }: { request: ExploreRequest; format: Exclude<Format, 'json'> }) =>
      callForFile('/explore', { ...request, format }),
  });
}
