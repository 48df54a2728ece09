export const DATASETS = ['events', 'labels', 'profiles', 'verdicts', 'performance', 'findings', 'incidents'] as const;
/** What can be explored. */
export type Dataset = (typeof DATASETS)[number];

export type FieldType = 'string' | 'number' | 'time';

/** A field that a question may name. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly filter: boolean;
  readonly group: boolean;
  readonly measure: boolean;
}

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'in', 'contains'] as const;

export interface Filter {
  readonly field: string;
  readonly op: (typeof OPERATORS)[number];
  /** A list for `in`; text for `contains`; times are epoch milliseconds. */
  readonly value: string | number | boolean | readonly (string | number)[];
}

export const MEASURES = ['count', 'sum', 'avg', 'min', 'max', 'quantile', 'distinct'] as const;

export interface Measure {
  readonly op: (typeof MEASURES)[number];
  /** Needed by all but `count`. */
  readonly field?: string;
  /** In (0, 1); the default is the median. */
  readonly q?: number;
}

/** A question of an analyst, made of fields and values only. */
export interface ExploreRequest {
  readonly dataset: Dataset;
  /** All models when not given. */
  readonly models?: readonly string[];
  /** [from, to) of the dataset's own time, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly filters?: readonly Filter[];
  readonly group_by?: readonly string[];
  /** Also groups by time, in buckets of this length. */
  readonly bucket_ms?: number;
  /** With measures or groups the answer is aggregated; the default measure is `count`. */
  readonly measures?: readonly Measure[];
  /** Without measures: the columns wanted; all plain ones when not given. */
  readonly columns?: readonly string[];
  /** By time: rows come newest first and buckets oldest first when not given. */
  readonly order?: 'asc' | 'desc';
  /** Rows, at most 100,000 for JSON and 1,000,000 for files; 1,000 when not given. */
  readonly limit?: number;
}

/** A question that cannot be asked: which part of it, and why. */
export class ExploreRefused extends Error {
  override readonly name = 'ExploreRefused';
  constructor(readonly fields: readonly { readonly field: string; readonly reason: string }[]) {
    super(fields.map(({ field, reason }) => `${field}: ${reason}`).join('; '));
  }
}
