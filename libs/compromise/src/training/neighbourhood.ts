import { nearestOf } from '../nearest.js';

/** So many neighbours have a say about a row. */
const voters = 10;

/** What others say about a row: the class of most, and the share of them, in (0, 1], that says so. */
export interface Vote {
  readonly says: number;
  readonly share: number;
}

/**
 * What the ten nearest of some rows say about each row. Rows that are each other's neighbours never vote for themselves.
 *
 * @param among  the rows that vote, as points, and their classes; the rows themselves or trusted ones
 * @param isOwn  whether they are the rows themselves, in the same order
 * @see Paudice, Muñoz-González & Lupu (2018), label sanitization against label flipping, https://arxiv.org/abs/1803.00992
 */
export function neighboursSay(
  points: readonly Float64Array[],
  among: { readonly points: readonly Float64Array[]; readonly labels: readonly number[] },
  classes: number,
  isOwn: boolean,
): readonly Vote[] {
  return points.map((point, at) => {
    const counts = new Float64Array(classes);
    const { numbers } = nearestOf(point, among.points, voters, isOwn ? at : -1);
    for (const number of numbers) counts[among.labels[number]!]! += 1 / numbers.length;
    return asVote(counts);
  });
}

/** The largest share, and whose; of equals the first. */
export function asVote(shares: Float64Array): Vote {
  const share = Math.max(...shares);
  return { says: shares.indexOf(share), share: Math.min(1, share) };
}
