/** A question as a row of numbers, with its event and answer, as the next ones are compared with it. */
export interface AnsweredRow {
  readonly values: Float64Array;
  readonly id: string;
  readonly label: string | undefined;
}

/** Rows of one length in columns: what is remembered of them. */
export interface RowsMemory {
  readonly values: Float64Array;
  readonly ids: readonly string[];
  readonly labels: readonly (string | undefined)[];
}

export function rowsMemory(rows: readonly AnsweredRow[]): RowsMemory {
  const width = rows[0]?.values.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, k) => values.set(row.values, k * width));
  return { values, ids: rows.map(({ id }) => id), labels: rows.map(({ label }) => label) };
}

export function rowsOf({ values, ids, labels }: RowsMemory): AnsweredRow[] {
  const width = ids.length === 0 ? 0 : values.length / ids.length;
  return ids.map((id, k) => ({ values: values.slice(k * width, (k + 1) * width), id, label: labels[k] }));
}
