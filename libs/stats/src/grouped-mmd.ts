/** Two samples of one group by how similar its members are: the first `first` rows are of one sample, the rest of the other. */
export interface GroupedSimilarity {
  /** size × size, symmetric, row by row. */
  readonly similarity: Float64Array;
  readonly size: number;
  /** Members of the first sample; at least 2, as of the second. */
  readonly first: number;
}

/**
 * Squared maximum mean discrepancy of two samples whose members are compared only within their group, unbiased (no member
 * is compared with itself); about 0 when both have one law in every group, and as often below as above.
 *
 *   MMD² = mean k(x, x′) − 2 · mean k(x, y) + mean k(y, y′)      means over all pairs of one group, groups together
 *
 * @returns in [−1, 2] for similarities in [0, 1]. O(Σ size²).
 * @see Gretton et al. (2012), A kernel two-sample test, JMLR 13:723–773, lemma 6
 * @see Gao, Liang & Guestrin (2024), Model equality testing, https://arxiv.org/abs/2410.20247: groups are prompts
 */
export function groupedMmd(groups: readonly GroupedSimilarity[]): number {
  check('groupedMmd', groups);
  return discrepancy(
    groups,
    groups.map(({ size, first }) => Uint8Array.from({ length: size }, (_, k) => (k < first ? 1 : 0))),
  );
}

/**
 * Chance of a discrepancy as large when both samples have one law in every group: members are dealt out anew within their
 * groups, `rearrangements` times, or until fifty are as large, which is answer enough (Besag & Clifford).
 *
 * @param random numbers in [0, 1)
 * @param rearrangements ≥ 1; the smallest p-value is 1 / (rearrangements + 1)
 * @returns in (0, 1]; at most p with chance at most p under the null. O(rearrangements · Σ size²).
 * @see Besag & Clifford (1991), Biometrika 78(2):301–304, https://doi.org/10.1093/biomet/78.2.301
 */
export function groupedMmdPValue(
  groups: readonly GroupedSimilarity[],
  random: () => number,
  rearrangements: number,
): number {
  check('groupedMmdPValue', groups);
  const seen = groupedMmd(groups);
  const dealt = groups.map(({ size, first }) => Uint8Array.from({ length: size }, (_, k) => (k < first ? 1 : 0)));
  let asLarge = 0;
  for (let made = 1; made <= rearrangements; made++) {
    for (const labels of dealt) shuffle(labels, random);
    // Sums in another order differ in the last digits.
    if (discrepancy(groups, dealt) >= seen - 1e-12) asLarge++;
    if (asLarge === enough) return asLarge / made;
  }
  return (asLarge + 1) / (rearrangements + 1);
}

const enough = 50;

function check(name: string, groups: readonly GroupedSimilarity[]): void {
  if (groups.length === 0) throw new RangeError(`${name} requires at least one group`);
  for (const { similarity, size, first } of groups) {
    if (first < 2 || size - first < 2)
      throw new RangeError(`${name} requires two members of each sample in every group`);
    if (similarity.length !== size * size) throw new RangeError(`${name} requires size × size similarities`);
  }
}

function discrepancy(groups: readonly GroupedSimilarity[], labels: readonly Uint8Array[]): number {
  const [sums, pairs] = [new Float64Array(3), new Float64Array(3)];
  for (const [at, { similarity, size, first }] of groups.entries()) {
    const own = labels[at]!;
    // By how many of the two are of the first sample: 0, 1 or 2.
    for (let i = 1; i < size; i++) for (let j = 0; j < i; j++) sums[own[i]! + own[j]!]! += similarity[i * size + j]!;
    const second = size - first;
    pairs[0]! += (second * (second - 1)) / 2;
    pairs[1]! += first * second;
    pairs[2]! += (first * (first - 1)) / 2;
  }
  return sums[2]! / pairs[2]! - (2 * sums[1]!) / pairs[1]! + sums[0]! / pairs[0]!;
}

function shuffle(labels: Uint8Array, random: () => number): void {
  for (let k = labels.length - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [labels[k], labels[other]] = [labels[other]!, labels[k]!];
  }
}
