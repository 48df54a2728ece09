/** Named inputs or parameters of a case, as they stand in the file. */
export type Fields = Readonly<Record<string, unknown>>;

/** One question to the library with the answer that another implementation gives. */
export interface OracleCase {
  readonly id: string;
  /** Which question it is, for example `ks_2samp`. */
  readonly kind: string;
  readonly inputs: Fields;
  readonly params: Fields;
  /** Field to number, truth value, list or text; "Infinity", "-Infinity" and "NaN" stand for the numbers. */
  readonly expected: Fields;
  /** `abs` and `rel` for every number, `abs_<field>` and `rel_<field>` for one; `exact` for equality; `delay_max` in rows. */
  readonly tolerance: Fields;
  /** What computed the expected answer, with its version. */
  readonly source: string;
}

/**
 * Reads the cases of an oracle file.
 *
 * @param file parsed JSON of the form `{ cases: [...] }`
 * @throws TypeError when it has another form
 */
export function oracleCases(file: unknown): OracleCase[] {
  const cases = isFields(file) ? file['cases'] : undefined;
  if (!Array.isArray(cases)) throw new TypeError('an oracle file requires a list named "cases"');
  return cases.map((entry: unknown) => {
    if (!isFields(entry) || typeof entry['id'] !== 'string' || typeof entry['kind'] !== 'string') {
      throw new TypeError('an oracle case requires an id and a kind');
    }
    return {
      id: entry['id'],
      kind: entry['kind'],
      inputs: fieldsOf(entry['inputs']),
      params: fieldsOf(entry['params']),
      expected: fieldsOf(entry['expected']),
      tolerance: fieldsOf(entry['tolerance']),
      source: typeof entry['source'] === 'string' ? entry['source'] : '',
    };
  });
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
