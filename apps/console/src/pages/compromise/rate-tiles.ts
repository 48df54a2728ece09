import type { WatchPoint, WatchSummary } from '../../data/compromise.js';

/** One kind of bit over time. */
export interface RateTile {
  readonly bit: string;
  /** Its share now, of n questions of which it spoke. */
  readonly now: number;
  readonly n: number;
  readonly null_rate: number;
  /** In the order of time; hours in which it spoke of fewer than 25 questions are left out. */
  readonly shares: readonly { readonly at: number; readonly share: number }[];
}

/** Fewer questions show nothing but chance. */
const enough = 25;

/** Every kind of bit, those farthest beyond what is ordinary first. Points are in the order of time. */
export function rateTiles({ bits }: Pick<WatchSummary, 'bits'>, points: readonly WatchPoint[]): readonly RateTile[] {
  return bits
    .map(({ bit, recent: { set, n }, null_rate }) => ({
      bit,
      now: n === 0 ? 0 : set / n,
      n,
      null_rate,
      shares: points.flatMap(({ at, bits: all }) => {
        const own = all.find((one) => one.bit === bit);
        return own && own.n >= enough ? [{ at, share: own.set / own.n }] : [];
      }),
    }))
    .sort((a, b) => beyond(b) - beyond(a) || (a.bit < b.bit ? -1 : 1));
}

/** Standard errors beyond what is ordinary. */
function beyond({ now, n, null_rate }: RateTile): number {
  if (n < enough) return -Infinity;
  return (now - null_rate) / Math.sqrt((Math.max(null_rate, 1 / n) * (1 - Math.min(null_rate, 0.99))) / n);
}
