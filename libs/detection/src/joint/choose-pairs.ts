import { cramersV } from '@anchorwatch/stats';

/** A feature as it may become an axis: its group in each row of the sample, -1 where it has none. */
export interface PairCandidate {
  readonly name: string;
  readonly groups: number;
  readonly codes: Int8Array;
}

const mostPairs = 10;
/** Among independent features the most dependent are so by chance. */
const leastV = 0.1;
const surely = 1e-6;

/**
 * The pairs whose dependence is watched: all of them when there are at most ten, else the ten most dependent by Cramér's
 * V. Pairs of which one value tells the other come first; ties go by name.
 */
export function choosePairs(candidates: readonly PairCandidate[]): readonly (readonly [number, number])[] {
  const usable = candidates.flatMap(({ groups }, k) => (groups >= 2 ? [k] : []));
  const pairs = usable.flatMap((a, at) => usable.slice(at + 1).map((b) => [a, b] as const));
  if (pairs.length <= mostPairs) return pairs;
  return pairs
    .map((pair) => ({ pair, ...associationOf(candidates[pair[0]]!, candidates[pair[1]]!) }))
    .filter(({ v, p_value }) => v >= leastV && p_value <= surely)
    .sort((a, b) => b.v - a.v || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1])
    .slice(0, mostPairs)
    .map(({ pair }) => pair);
}

function associationOf(first: PairCandidate, second: PairCandidate) {
  const counts = new Uint32Array(first.groups * second.groups);
  for (let row = 0; row < first.codes.length; row++) {
    const a = first.codes[row]!;
    const b = second.codes[row]!;
    if (a >= 0 && b >= 0) counts[a * second.groups + b]!++;
  }
  return cramersV(counts, first.groups, second.groups);
}
