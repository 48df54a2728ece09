/** Shannon entropy of labels, natural logarithm: 0 when all are the same, ln k when k are equally frequent; 0 of none. */
export function entropyOf(labels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += count * Math.log(labels.length / count);
  return labels.length === 0 ? 0 : sum / labels.length;
}

/**
 * The entropy of the copies' answers where most of them keep the answer of the question itself; else the largest that as many copies can have. Copies that agree
 * on another answer do not cling to it: where one answer is common, low entropy by itself would say only that the copies have become common questions.
 *
 * @param answers of the question itself, then of its copies
 */
export function clingingEntropy([own, ...copies]: readonly string[]): number {
  const keeping = copies.filter((label) => label === own).length;
  return 2 * keeping > copies.length ? entropyOf(copies) : Math.log(Math.max(1, copies.length));
}
