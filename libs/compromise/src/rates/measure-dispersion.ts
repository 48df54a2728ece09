/** Windows of everybody's questions, and of one principal's. */
export const pooledWindows = [25, 50, 100, 200, 400, 800, 1_600, 3_200] as const;
export const principalWindows = [10, 20, 50, 100, 200, 500] as const;

/** Below this many healthy windows a threshold stands on too little. */
export const enoughWindows = 30;

/** How much counts in windows of one length vary, beside independent bits; how many windows stand behind it. */
export interface Dispersion {
  readonly window: number;
  /** ≥ 1; that of the next shorter window where this one is too rarely whole. */
  readonly factor: number;
  readonly windows: number;
}

/** By windows that lie end to end in everybody's healthy bits. */
export function pooledDispersion(bits: Uint8Array): readonly Dispersion[] {
  let former = 1;
  return pooledWindows.map((window) => {
    const counts = countsOf(bits, window);
    if (counts.length >= enoughWindows) former = Math.max(former, factorOf(counts, window));
    return { window, factor: former, windows: counts.length };
  });
}

/** A principal's own healthy bits, each beside the rate at which everybody set it at that time. */
export interface OwnBits {
  readonly bits: Uint8Array;
  readonly expected: Float64Array;
}

/**
 * By windows that lie end to end in each principal's own healthy bits, beside what everybody showed at the same time: the spread between principals is in
 * it, what moves all of them is not.
 */
export function principalDispersion(principals: readonly OwnBits[]): readonly Dispersion[] {
  let former = 1;
  return principalWindows.map((window) => {
    let [squares, variances, windows] = [0, 0, 0];
    for (const { bits, expected } of principals)
      for (let from = 0; from + window <= bits.length; from += window) {
        const [count, mean] = [sum(bits, from, window), sum(expected, from, window)];
        squares += (count - mean) ** 2;
        variances += mean * (1 - Math.min(mean / window, 0.98));
        windows++;
      }
    if (windows >= enoughWindows) former = Math.max(former, (squares / variances) * withError(windows));
    return { window, factor: former, windows };
  });
}

/** Everybody's rate around each healthy bit: over the 500 nearest, never below a bit in 500. */
export function localRates(bits: Uint8Array): Float64Array {
  const sums = new Float64Array(bits.length + 1);
  for (let k = 0; k < bits.length; k++) sums[k + 1] = sums[k]! + bits[k]!;
  return Float64Array.from(bits, (_, k) => {
    const [from, to] = [Math.max(0, k - 250), Math.min(bits.length, k + 250)];
    return (sums[to]! - sums[from]! + 1) / (to - from + 1);
  });
}

function sum(values: Uint8Array | Float64Array, from: number, length: number): number {
  let total = 0;
  for (let k = from; k < from + length; k++) total += values[k]!;
  return total;
}

/** Two standard errors of a variance on top. */
function withError(windows: number): number {
  return 1 + 2 * Math.sqrt(2 / windows);
}

function countsOf(bits: Uint8Array, window: number): number[] {
  const counts: number[] = [];
  for (let from = 0; from + window <= bits.length; from += window) {
    counts.push(sum(bits, from, window));
  }
  return counts;
}

/** Variance over that of independent bits of the same rate. */
function factorOf(counts: readonly number[], window: number): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  const rate = Math.max(mean / window, 3 / (window * counts.length));
  return (variance / (window * rate * (1 - Math.min(rate, 0.98)))) * withError(counts.length);
}
