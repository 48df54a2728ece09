/**
 * The share from which on a test of it alarms, by halving.
 *
 * @param pValueOf falls from `from` to `end`
 * @param end      0 or 1: the answer where no share is as surprising as alpha
 */
export function criticalShare(pValueOf: (share: number) => number, from: number, end: number, alpha: number): number {
  let [near, far] = [from, end];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (near + far) / 2;
    if (pValueOf(middle) > alpha) near = middle;
    else far = middle;
  }
  return far;
}
