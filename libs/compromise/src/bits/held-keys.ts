/**
 * A question seen with each feature left out in turn: a key of 53 bits that is the same for all questions which differ in that feature alone, and a hash of its
 * value. Sums of hashes, so that it is one pass over the features; two of a million different keys fall together with a chance of 1e-4.
 *
 * @param codes the features as numbers
 * @param most features that are left out in turn, the first
 */
export function heldKeys(codes: Float64Array, most: number): readonly (readonly [key: number, value: number])[] {
  const bits = new Uint32Array(codes.buffer, codes.byteOffset, 2 * codes.length);
  const low = new Uint32Array(codes.length);
  const high = new Uint32Array(codes.length);
  let [lows, highs] = [0, 0];
  for (let k = 0; k < codes.length; k++) {
    const one = mixed(bits[2 * k]! ^ Math.imul(k + 1, 0x9e3779b1));
    low[k] = mixed(one + Math.imul(bits[2 * k + 1]!, 0x85ebca6b));
    high[k] = mixed(low[k]! ^ Math.imul(one, 0xc2b2ae35) ^ k);
    lows = (lows + low[k]!) >>> 0;
    highs = (highs + high[k]!) >>> 0;
  }
  return Array.from({ length: Math.min(most, codes.length) }, (_, k) => {
    const own = mixed(lows - low[k]! + Math.imul(k + 1, 0x27d4eb2f));
    const rest = (highs - high[k]! + k) & 0x1fffff;
    return [rest * 2 ** 32 + own, low[k]!] as const;
  });
}

/** The finalizer of MurmurHash3 (Appleby 2011): every bit of the input moves half of the output's. */
function mixed(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
