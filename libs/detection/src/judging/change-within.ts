import { normalQuantile, skewedQuantile } from '@anchorwatch/stats';
import { effectiveSize } from '../detectors/detector.js';
import { skewedPValue, skewnessOf } from '../detectors/skewed-test.js';
import type { Levels } from '../budget/levels.js';
import { scoresOfTick, type Trail } from '../windows/trail.js';
import type { Reference } from '../references/reference.js';
import type { TestResult, Verdict } from '../verdicts/verdict.js';

/** What the events of a deviation have been like since it was raised, by how much each speaks for it: its weight on the trail. */
export interface Own {
  /** Stretches end to end, the oldest first: [ticks, events, sum of weights]. */
  readonly stretches: readonly Stretch[];
  /** Over all of them: events, and sums of the first three powers of their weights. */
  readonly moments: readonly [number, number, number, number];
}

type Stretch = readonly [ticks: number, events: number, sum: number];

/** So many stretches of a length are kept; then the two oldest become one of twice the length. */
const mostAlike = 8;

/**
 * The same after one more tick. Memory grows with the logarithm of the time: a change is found at an eighth of its age.
 * @see Bifet & Gavaldà (2007), ADWIN, for such stretches
 */
export function ownAfter(
  own: Own | undefined,
  { weights }: Trail,
  vector: ArrayLike<number>,
  reference: Reference,
): Own {
  const counts = scoresOfTick(vector, reference);
  const [n, ...sums] = own?.moments ?? [0, 0, 0, 0];
  const tick = [0, 0, 0, 0] as [number, number, number, number];
  counts.forEach((count, group) => {
    for (let power = 0; power < 4; power++) tick[power]! += count * weights[group]! ** power;
  });
  return {
    stretches: joined([...(own?.stretches ?? []), [1, tick[0], tick[1]]]),
    moments: [n + tick[0], sums[0]! + tick[1], sums[1]! + tick[2], sums[2]! + tick[3]],
  };
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const kept = [...stretches];
  for (let last = kept.length - 1; last >= 0;) {
    const [ticks] = kept[last]!;
    let first = last;
    while (first > 0 && kept[first - 1]![0] === ticks) first--;
    if (last - first < mostAlike) {
      last = first - 1;
      continue;
    }
    const [one, other] = [kept[first]!, kept[first + 1]!];
    kept.splice(first, 2, [one[0] + other[0], one[1] + other[1], one[2] + other[2]]);
    last = first;
  }
  return kept;
}

/** How the newest events of a deviation that lasts compare with those before them. */
export type Within =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'like before' }
  /** The test has a value above 0 where they speak more for the deviation. */
  | { readonly kind: 'changed'; readonly test: TestResult };

/**
 * Whether a deviation has changed while it lasts: its newest events, at least as many ticks as a window has and less than twice
 * as many, speak more for it, or less, than its own events before them, by a difference as surprising as all tests
 * of the window together may be by chance. It costs nothing: while an episode is open nothing alarms again, and what those
 * tests cost of the budget is free.
 *
 * @param isLongest whether there is no longer window: then all longer stretches are looked at as well
 */
export function changeWithin(
  { scale, cost }: Verdict,
  own: Own,
  reference: Reference,
  levels: Levels,
  isLongest: boolean,
): Within {
  const [total, sum, squares, cubes] = own.moments;
  const mean = sum / total;
  const variance = squares / total - mean * mean;
  const inForce = reference.overdispersionAt(scale);
  const overdispersion = Math.max(reference.worst(inForce), inForce.nulls);
  const fewest = levels.policy.minimum_effective * overdispersion;
  if (!(total >= 2 * fewest && variance > 0)) return { kind: 'unknown' };
  const third = (cubes / total - 3 * mean * (squares / total) + 2 * mean ** 3) / variance ** 1.5;
  let most = { z: 0, skewness: 0 };
  let [tests, ticks, n, newest] = [0, 0, 0, 0];
  for (let at = own.stretches.length - 1; at > 0; at--) {
    const [length, events, weight] = own.stretches[at]!;
    [ticks, n, newest] = [ticks + length, n + events, newest + weight];
    if (ticks < scale || n < fewest) continue;
    if ((ticks >= 2 * scale && !isLongest) || total - n < fewest) break;
    tests++;
    const size = effectiveSize(n, total - n);
    const distance = newest / n - (sum - newest) / (total - n);
    const z = (distance * Math.sqrt(size)) / Math.sqrt(variance * overdispersion);
    if (Math.abs(z) > Math.abs(most.z))
      most = { z, skewness: skewnessOf(Math.sign(z) * third, n, size, overdispersion) };
  }
  const { z, skewness } = most;
  const p_value = Math.min(1, tests * skewedPValue(Math.abs(z), skewness));
  if (tests === 0 || p_value > cost) return { kind: 'like before' };
  const critical = Math.sign(z) * skewedQuantile(normalQuantile(cost / tests / 2), skewness);
  return { kind: 'changed', test: { statistic: 'grown', value: z, p_value, critical } };
}
