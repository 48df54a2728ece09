/**
 * Which column of a file is what. Every field but `model`, `time_unit` and the lists names one column.
 * Columns that nothing names are features.
 */
export interface Mapping {
  /** The model's name (not a column). */
  readonly model?: string;
  readonly time?: string;
  /** Default: numbers are epoch milliseconds, text is ISO 8601; a time without a zone is UTC. */
  readonly time_unit?: 'ms' | 's' | 'iso';
  /** The label that the model answered. */
  readonly prediction?: string;
  readonly score?: string;
  readonly value?: string;
  /** The truth: a label, or a number when `value` is mapped as well. */
  readonly label?: string;
  /** Who gave the label: needs `label`. */
  readonly source?: string;
  /** Columns whose values are watched as segments of their own; they become attributes. */
  readonly segment?: readonly string[];
  readonly principal?: string;
  readonly request_id?: string;
  readonly model_version?: string;
  readonly latency_ms?: string;
  /** `ok` or `error`, or an HTTP status. */
  readonly status?: string;
  /** Default: all columns that are named nowhere else. */
  readonly features?: readonly string[];
  readonly ignore?: readonly string[];
  /** Columns that are categories although their values look like numbers. */
  readonly categorical?: readonly string[];
}

/** The fields that name one column each. */
export const COLUMN_FIELDS = [
  'time',
  'prediction',
  'score',
  'value',
  'label',
  'source',
  'principal',
  'request_id',
  'model_version',
  'latency_ms',
  'status',
] as const;
/** The fields that name several columns. */
export const LIST_FIELDS = ['segment', 'features', 'ignore', 'categorical'] as const;

/** A mapping, or every problem it has, each with its path. */
export type ParsedMapping =
  | { readonly kind: 'mapping'; readonly mapping: Mapping }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads a mapping from YAML or JSON that was parsed already. `segment` may be one column's name. */
export function parseMapping(value: unknown): ParsedMapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'problems', problems: ['mapping: expected an object of fields and column names'] };
  }
  const sent: Record<string, unknown> = { ...value };
  if (typeof sent.segment === 'string') sent.segment = [sent.segment];
  const problems = Object.entries(sent).flatMap(([field, entry]) => problemOf(field, entry));
  if (sent.source !== undefined && sent.label === undefined)
    problems.push('mapping.source: names who gave the label, and no label is mapped');
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'mapping', mapping: sent as Mapping };
}

/** The columns that a mapping names and a file does not have. */
export function missingColumns(mapping: Mapping, columns: readonly string[]): string[] {
  const known = `(columns: ${columns.slice(0, 50).join(', ')}${columns.length > 50 ? ', …' : ''})`;
  const named = [
    ...COLUMN_FIELDS.map((field) => [field, mapping[field]] as const),
    ...LIST_FIELDS.flatMap((field) => (mapping[field] ?? []).map((column, at) => [`${field}[${at}]`, column] as const)),
  ];
  return named
    .filter(([, column]) => column !== undefined && !columns.includes(column))
    .map(([path, column]) => `mapping.${path}: column ${JSON.stringify(column)} is not in the file ${known}`);
}

function problemOf(field: string, entry: unknown): string[] {
  if (field === 'time_unit') {
    return entry === 'ms' || entry === 's' || entry === 'iso' ? [] : ['mapping.time_unit: expected "ms", "s" or "iso"'];
  }
  if (LIST_FIELDS.some((name) => name === field)) {
    const isList = Array.isArray(entry) && entry.every((name) => typeof name === 'string');
    if (!isList) return [`mapping.${field}: expected a list of column names`];
    if (field !== 'segment') return [];
    // Its events would be counted twice.
    return entry.flatMap((column, at) =>
      entry.indexOf(column) < at ? [`mapping.segment[${at}]: column ${JSON.stringify(column)} is named twice`] : [],
    );
  }
  if (field !== 'model' && !COLUMN_FIELDS.some((name) => name === field)) {
    return [
      `mapping.${field}: unknown field (fields: model, time_unit, ${[...COLUMN_FIELDS, ...LIST_FIELDS].join(', ')})`,
    ];
  }
  return typeof entry === 'string' && entry !== ''
    ? []
    : [`mapping.${field}: expected ${field === 'model' ? 'a name' : 'a column name'}`];
}
