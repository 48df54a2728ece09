/**
 * Expected calibration error: how far the mean score of a group of answers lies from the share of positives in it,
 * averaged over all answers.
 *
 *   ECE = Σ_g |S_g − Y_g| / n
 *
 * @param scores    sum of the scores in each group, as probabilities of the positive class
 * @param positives how many of the group were positive
 * @param n         answers in all groups, > 0
 * @returns in [0, 1] for scores in [0, 1]. Noise alone makes it positive: compare with what noise gives.
 * @see Naeini, Cooper & Hauskrecht (2015), AAAI, https://doi.org/10.1609/aaai.v29i1.9602
 */
export function expectedCalibrationError(scores: ArrayLike<number>, positives: ArrayLike<number>, n: number): number {
  if (scores.length !== positives.length || !(n > 0)) {
    throw new RangeError('expectedCalibrationError requires as many sums as counts, and n > 0');
  }
  let sum = 0;
  for (let group = 0; group < scores.length; group++) sum += Math.abs(scores[group]! - positives[group]!);
  return sum / n;
}
