/** A value bound to a typed `{name:Type}` placeholder. */
export type Parameter = string | number | boolean | null | readonly string[] | readonly number[];
export type Parameters = Readonly<Record<string, Parameter>>;

/** Column names and ClickHouse types, then the rows in pages as they come. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly pages: AsyncIterable<readonly (readonly unknown[])[]>;
}

/** Bounds of a query that a person asked for. */
export interface Limits {
  readonly seconds: number;
  readonly rows: number;
  readonly memoryBytes: number;
  /** More settings that the query needs, as they stand in a SETTINGS clause. */
  readonly settings?: readonly string[];
}

/**
 * ClickHouse without its quirks: the same four verbs on a server and on the embedded engine.
 *
 * - SQL names tables as `{database}.table`; values are bound to `{name:Type}` placeholders and never pasted.
 * - Integers come back as numbers: everything stored is below 2^53. NaN and infinities come as 'nan', 'inf' and '-inf'.
 * - Settings stand in the SETTINGS clause of the statement, because the embedded engine keeps any other for ever.
 * - Errors are `StoreUnavailable` (wait and try again) or `StoreRefused` (do not).
 */
export interface Clickhouse {
  readonly engine: 'server' | 'embedded';
  readonly database: string;
  readonly version: string;
  /** Rows as tuples in the order of the SELECT list. */
  rows<Row extends readonly unknown[]>(sql: string, parameters?: Parameters): Promise<Row[]>;
  /** Inserts lines of JSONCompactEachRow (see `Packer`) as one statement: at most about 20,000 rows or 16 MB. */
  insert(table: string, columns: readonly string[], body: readonly Buffer[]): Promise<void>;
  /** A statement without an answer. */
  command(sql: string): Promise<void>;
  /** A bounded, read-only query whose rows are streamed. The limits are in force for this query alone. */
  ask(sql: string, parameters: Parameters, limits: Limits): Promise<Answer>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Puts the database's name where SQL says `{database}`. */
export function named(sql: string, database: string): string {
  return sql.replaceAll('{database}', database);
}

/** How every read wants its JSON: numbers as numbers, and NaN and infinities not as null. */
export const readSettings = [
  'output_format_json_quote_64bit_integers = 0',
  'output_format_json_quote_denormals = 1',
  // One identity always falls into one partition of its table.
  'do_not_merge_across_partitions_select_final = 1',
].join(', ');

/**
 * How every insert is made: at once, with floats parsed to the last bit, from a batch that may span many months.
 * Blocks are not deduplicated by content: identity is in the rows, and an identical block may be meant.
 */
export const insertSettings = [
  'async_insert = 0',
  'insert_deduplicate = 0',
  'precise_float_parsing = 1',
  'max_partitions_per_insert_block = 0',
  'input_format_parallel_parsing = 0',
  // Replacing tables are read with FINAL; collapsing each block as it comes in would cost a third of the insert.
  'optimize_on_insert = 0',
].join(', ');

/** The bounds as a SETTINGS clause. Spilling to disk keeps honest large aggregates within the memory. */
export function limitSettings(limits: Limits): string {
  return [
    `max_execution_time = ${limits.seconds}`,
    `max_result_rows = ${limits.rows}`,
    `result_overflow_mode = 'throw'`,
    `max_memory_usage = ${limits.memoryBytes}`,
    `max_bytes_before_external_group_by = ${Math.floor(limits.memoryBytes / 2)}`,
    `max_bytes_before_external_sort = ${Math.floor(limits.memoryBytes / 2)}`,
    'max_threads = 2',
    ...(limits.settings ?? []),
    readSettings,
  ].join(', ');
}

/** The text of a JSONCompactEachRow answer as rows. New lines inside strings are escaped, so a raw one ends a row. */
export function parseRows<Row>(text: string): Row[] {
  const trimmed = text.endsWith('\n') ? text.slice(0, -1) : text;
  return trimmed === '' ? [] : (JSON.parse(`[${trimmed.replaceAll('\n', ',')}]`) as Row[]);
}
