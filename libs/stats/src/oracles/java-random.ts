const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

/**
 * Normal numbers as `java.util.Random.nextGaussian` draws them, for cases whose inputs are such a rule.
 *
 * @see Java SE API, class java.util.Random: a 48-bit linear congruential generator and Marsaglia's polar method
 */
export function javaGaussians(seed: number, count: number): Float64Array {
  let state = (BigInt(seed) ^ MULTIPLIER) & MASK;
  const bits = (wanted: bigint): number => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return Number(state >> (48n - wanted));
  };
  const uniform = (): number => (bits(26n) * 2 ** 27 + bits(27n)) / 2 ** 53;
  const numbers = new Float64Array(count + 1);
  for (let place = 0; place < count; place += 2) {
    let across: number;
    let up: number;
    let squared: number;
    do {
      across = 2 * uniform() - 1;
      up = 2 * uniform() - 1;
      squared = across * across + up * up;
    } while (squared >= 1 || squared === 0);
    const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
    numbers[place] = across * factor;
    numbers[place + 1] = up * factor;
  }
  return numbers.subarray(0, count);
}
