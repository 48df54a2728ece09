import type {
  BaselineCounts,
  BaselineProfile,
  Overdispersion,
  PhasedProfile,
  Season,
  TickRule,
} from '../baselines/baseline.js';
import { besides, countsIn, valuesIn } from '../counting/beside.js';
import { Expected, type Axis } from '../references/expected.js';
import { enoughWindows, OverdispersionMeter, type MeasuredBins } from '../baselines/overdispersion.js';
import { groupPhases } from './group-phases.js';
import { PhaseMix } from './phase-mix.js';
import { lengthOf, phaseOf, phasesOf } from './phase-of.js';

/** A baseline shorter than this many seasons cannot tell a season from chance. */
const fewestSeasons = 4;
/** Phases are kept where they take at least a fifth off the overdispersion of something, after what they cost. */
export const leastGain = 1.25;
const hourMs = 3_600_000;

/** Ticks of the baseline by time: the number of the first, how many, and their length. */
export interface TimedTicks {
  readonly first: number;
  readonly ticks: number;
  readonly ms: number;
}

/** The windows of one subject and segment by scale: vectors of bins and what is beside them, end to end from the first tick. */
export interface MeasuredWindows extends MeasuredBins {
  readonly windows: ReadonlyMap<number, readonly Uint32Array[]>;
  readonly scales: readonly number[];
  readonly axis: Axis;
}

/** The seasons that a baseline is long enough for, the shorter first; none where ticks are counted in events. */
export function seasonsOf(tick: TickRule, ticks: number): readonly Season[] {
  if (tick.kind === 'count') return [];
  const seasons = Object.keys(phasesOf) as Season[];
  return seasons.filter(
    (season) => ticks * tick.ms >= fewestSeasons * lengthOf(season) && 2 * tick.ms <= lengthOf(season),
  );
}

/**
 * The phases that a subject's baseline is to be kept by, or undefined where no season explains enough of how its own
 * windows differ: independent values pay nothing. Hours of the week must be as much better than hours of the day.
 */
export function choosePhases(
  whole: Pick<BaselineProfile, 'overdispersion'>,
  measured: MeasuredWindows,
  { first, ticks, ms }: TimedTicks,
  seasons: readonly Season[],
): PhasedProfile | undefined {
  const screened = whole.overdispersion.at(-1);
  // Overdispersion never falls as windows grow, and phases cannot take away what is not there.
  if (screened === undefined || Math.max(...statisticsOf(screened)) < leastGain) return undefined;
  let best: PhasedProfile | undefined;
  let cost = costsOf(whole.overdispersion, ms, 1);
  for (const season of seasons) {
    const candidate = phasedBy(season, measured, { first, ticks, ms });
    if (candidate === undefined) continue;
    const own = costsOf(candidate.overdispersion, ms, 1 + lengthOf(season) / (ticks * ms));
    const gains = own.map((price, at) => (cost[at] ?? price) - price);
    const all = gains.reduce((sum, gain) => sum + gain, 0);
    if (all < 0 || Math.max(...gains) < Math.log(leastGain)) continue;
    const oddities = gains.at(-1)! >= Math.log(leastGain) || best?.oddities === true;
    [best, cost] = [{ ...candidate, oddities }, own];
  }
  return best;
}

function phasedBy(season: Season, measured: MeasuredWindows, span: TimedTicks): PhasedProfile | undefined {
  const { windows, scales, bins, axis } = measured;
  const ofTicks = windows.get(1)!;
  const values = ofTicks.map((vector) => sumTo(vector, bins));
  const groups = groupsOf(season, values, span);
  const count = Math.max(...groups) + 1;
  if (count < 2) return undefined;
  const groupOf = ofTicks.map((_, tick) => groups[phaseOf(span.first + tick, span.ms, season)]!);
  const counts = countsOf(ofTicks, groupOf, count, bins);
  const mix = new PhaseMix(counts, axis);
  const none = new Expected(new Float64Array(bins), [], axis);
  const everything = ofTicks.map((vector) => valuesIn(vector, bins));
  const expectations = (scale: number, place: number): Expected => {
    const [own, all] = [new Float64Array(count), new Float64Array(count)];
    for (let tick = place * scale; tick < (place + 1) * scale; tick++) {
      own[groupOf[tick]!]! += values[tick]!;
      all[groupOf[tick]!]! += everything[tick]!;
    }
    return mix.of(own, all) ?? none;
  };
  const meter = new OverdispersionMeter(expectations, measured, true);
  return { season, groups, counts, overdispersion: meter.measureAll(scales, windows), oddities: false };
}

function groupsOf(season: Season, values: readonly number[], { first, ms }: TimedTicks): readonly number[] {
  const seasonOf = (tick: number): number => Math.floor(((first + tick) * ms) / lengthOf(season));
  const events = Array.from(
    { length: seasonOf(values.length - 1) - seasonOf(0) + 1 },
    () => new Float64Array(phasesOf[season]),
  );
  values.forEach((n, tick) => (events[seasonOf(tick) - seasonOf(0)]![phaseOf(first + tick, ms, season)]! += n));
  return groupPhases(events);
}

function countsOf(
  ofTicks: readonly Uint32Array[],
  groupOf: readonly number[],
  count: number,
  bins: number,
): readonly BaselineCounts[] {
  const sums = Array.from({ length: count }, () => new Float64Array(bins + besides.length));
  ofTicks.forEach((vector, tick) => {
    const sum = sums[groupOf[tick]!]!;
    for (let at = 0; at < vector.length; at++) sum[at]! += vector[at]!;
  });
  return sums.map((sum) => countsIn(sum, bins));
}

/** Logarithm of how many events count as one, for each statistic, over windows of an hour and more; oddities come last. */
function costsOf(overdispersion: readonly Overdispersion[], ms: number, smaller: number): readonly number[] {
  const hours = overdispersion.filter(({ scale, windows }) => scale * ms >= hourMs && windows >= enoughWindows);
  const used = hours.length > 0 ? hours : overdispersion.slice(-1);
  const sums: number[] = [];
  for (const measured of used)
    statisticsOf(measured).forEach((factor, at) => (sums[at] = (sums[at] ?? 0) + Math.log(factor * smaller)));
  return sums.map((sum) => sum / used.length);
}

/** Always four components, then chi-square, the largest of the shares and the oddities. */
function statisticsOf({ neyman, chi2, shares, nulls }: Overdispersion): readonly number[] {
  return [...[0, 1, 2, 3].map((j) => neyman[j] ?? 1), chi2, Math.max(1, ...shares), nulls];
}

function sumTo(vector: Uint32Array, end: number): number {
  let sum = 0;
  for (let at = 0; at < end; at++) sum += vector[at]!;
  return sum;
}
