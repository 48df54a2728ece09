/** Numbers in their order: the steps between whole ones in as few bytes as they need, or as they are where some are not whole. */
export type PackedNumbers =
  | { readonly kind: 'steps'; readonly length: number; readonly bytes: Uint8Array }
  | { readonly kind: 'values'; readonly values: Float64Array };

/** Steps between whole numbers up to this are exact. */
const mostWhole = 2 ** 51;

/** Seven bits a byte, the lowest first; the lowest bit of all is the sign. O(n). */
export function packNumbers(values: ArrayLike<number>): PackedNumbers {
  const bytes = new Uint8Array(8 * values.length);
  let [at, before] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!Number.isInteger(value) || Math.abs(value) > mostWhole)
      return { kind: 'values', values: Float64Array.from(values) };
    const step = value - before;
    before = value;
    let rest = step < 0 ? -2 * step - 1 : 2 * step;
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    for (; rest >= 128; rest >>= 7) bytes[at++] = (rest & 127) | 128;
    bytes[at++] = rest;
  }
  return { kind: 'steps', length: values.length, bytes: bytes.slice(0, at) };
}

export function unpackNumbers(packed: PackedNumbers): Float64Array {
  if (packed.kind === 'values') return packed.values.slice();
  const { bytes, length } = packed;
  const values = new Float64Array(length);
  let [at, before] = [0, 0];
  for (let k = 0; k < length; k++) {
    let [rest, unit] = [0, 1];
    let byte = bytes[at++]!;
    for (; byte >= 128; byte = bytes[at++]!) {
      rest += (byte - 128) * unit;
      unit *= 128;
    }
    rest += byte * unit;
    before += rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2;
    values[k] = before;
  }
  return values;
}
