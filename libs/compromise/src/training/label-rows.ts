import type { Vote } from './neighbourhood.js';

/** Nine of the ten neighbours have to agree. */
const sure = 0.9;

/** Whether a row's label is another than its neighbours surely have. */
export function isOdd(label: number, { says, share }: Vote): boolean {
  // Shares are sums of tenths.
  return label !== says && share >= sure - 1e-9;
}
