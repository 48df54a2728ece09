/** √(1/2) is what the law of the iterated logarithm asks for; a little more makes the bound smaller where it matters. */
const FACTOR = 0.85;

/**
 * How far an empirical distribution may lie from its law at any time: with probability at least 1 − alpha, for every
 * n ≥ first at once, sup |F_n − F| is at most
 *
 *   .85·√((ln(1 + ln(n/first)) + C) / n)
 *
 * with the least C for which a double stitching proves that. At strict alpha the price of looking at every n is about a
 * quarter of the distance. O(1) but for C, some ten thousand operations.
 *
 * @param n     values so far, ≥ first
 * @param alpha in (0, 1)
 * @param first the n from which it must hold, ≥ 1
 * @see Howard & Ramdas (2022), Bernoulli 28(3):1704–1728, https://arxiv.org/abs/1906.09712, theorem 2
 */
export function uniformKsBound(n: number, alpha: number, first = 1): number {
  if (!(first >= 1 && n >= first && alpha > 0 && alpha < 1)) {
    throw new RangeError('uniformKsBound requires n ≥ first ≥ 1 and alpha in (0, 1)');
  }
  return FACTOR * Math.sqrt((Math.log1p(Math.log(n / first)) + constantOf(alpha)) / n);
}

function constantOf(alpha: number): number {
  let low = 1;
  let high = 2;
  while (leastChance(high) > alpha) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (leastChance(middle) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The bound on the chance of leaving the band, at the best ratio of successive epochs, by golden section. */
function leastChance(constant: number): number {
  let low = 1;
  let high = largestRatio(constant);
  for (let step = 0; step < 80; step++) {
    const span = GOLDEN * (high - low);
    if (logChance(constant, high - span) < logChance(constant, low + span)) high = low + span;
    else low = high - span;
  }
  return Math.exp(logChance(constant, (low + high) / 2));
}

/** The ratio above which the bound says nothing. */
function largestRatio(constant: number): number {
  let low = 1;
  let high = 2 * FACTOR * FACTOR;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (Math.sqrt(middle / 2) + Math.sqrt((2 * (middle - 1)) / constant) < FACTOR) low = middle;
    else high = middle;
  }
  return low;
}

function logChance(constant: number, ratio: number): number {
  const squared = (2 / ratio) * (FACTOR - Math.sqrt((2 * (ratio - 1)) / constant)) ** 2;
  if (!(squared > 1) || ratio <= 1) return Infinity;
  return Math.log(4) - squared * constant + Math.log1p(1 / ((squared - 1) * Math.log(ratio)));
}
