import type { Overdispersion } from '../baselines/baseline.js';
import { enoughWindows, fewestLargeWindows, isEvident } from '../baselines/overdispersion.js';

/** What the windows of one length deviate by in the mean, in units of what independent events would give. */
export interface MeanDeviation {
  readonly mean: number;
  /** How many squares of a normal variable the mean is of: windows, or their degrees of freedom. */
  readonly squares: number;
}

/** The windows of one length of a joint subject, measured. */
export interface JointMeter {
  readonly scale: number;
  /** Windows that hold events. */
  readonly windows: number;
  /** Along each direction, and of all together; undefined where nothing was measured. */
  readonly along: readonly MeanDeviation[];
  readonly whole: MeanDeviation | undefined;
  /** @param former the next smaller scale's result; undefined when this scale has too few windows and the former must serve */
  readonly result: (former: Overdispersion | undefined) => Overdispersion | undefined;
}

/** Growth is measured over so many doublings: over fewer it is mostly chance, over more it is that of small windows. */
const doublings = 4;

/**
 * The results of all scales. Windows of the smallest scales may hold too few events to be measured; they take over what
 * the first measured scale has, for overdispersion does not fall as windows grow.
 *
 * Windows that are too long for the baseline to hold enough of them go on growing as the longest that it holds some of did:
 * exactly so where memory is long (the variance of means then falls by a power of their length), and too much where it is short.
 * @see Beran (1994), Statistics for Long-Memory Processes, 4.4: variance plots
 */
export function inForce(meters: readonly JointMeter[]): readonly Overdispersion[] {
  const some = meters.filter(({ windows }) => windows >= fewestLargeWindows);
  const found: Overdispersion[] = [];
  for (const meter of meters) {
    const former = found.at(-1);
    const measured = meter.result(former);
    const isWell = former === undefined || meter.windows >= enoughWindows;
    const next = isWell ? measured : grown(meter, measured, former, some);
    if (next !== undefined) found.push(next);
  }
  const [first] = found;
  return first === undefined || first.scale === 1 ? found : [{ ...first, scale: 1 }, ...found];
}

/** A result that is at least the former one, grown; undefined where the former one may serve. */
function grown(
  { scale, windows }: JointMeter,
  measured: Overdispersion | undefined,
  former: Overdispersion,
  some: readonly JointMeter[],
): Overdispersion | undefined {
  const own = measured ?? { ...former, scale, windows };
  const neyman = own.neyman.map((factor, k) =>
    Math.max(factor, (former.neyman[k] ?? 1) * growthOf(some.map(({ along }) => along[k]))),
  );
  const growth = growthOf(some.map(({ whole }) => whole));
  const isSame = measured === undefined && growth === 1 && neyman.every((one, k) => one === former.neyman[k]);
  if (isSame) return undefined;
  const { clumps } = own;
  const together = clumps && { ...clumps, factor: Math.max(clumps.factor, (former.clumps?.factor ?? 1) * growth) };
  const chi2 = Math.max(own.chi2, former.chi2 * growth);
  return { ...own, neyman, chi2, ...(together !== undefined && { clumps: together }) };
}

/**
 * By how much overdispersion grows with each doubling: 1 where none of it is evident, and 2 at most, because the mean of a
 * longer window does not vary more than that of a shorter one.
 * @param measured by ascending scale, each twice as long as the one before
 */
function growthOf(measured: readonly (MeanDeviation | undefined)[]): number {
  const latest = measured.flatMap((one) => one ?? []).slice(-doublings - 1);
  const [first, last] = [latest[0], latest.at(-1)];
  if (first === undefined || last === undefined || latest.length === 1 || !latest.some(isEvident)) return 1;
  const each = (Math.max(1, last.mean) / Math.max(1, first.mean)) ** (1 / (latest.length - 1));
  return Math.min(2, Math.max(1, each));
}
