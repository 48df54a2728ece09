import type { BaselineSubject, Overdispersion } from '../baselines/baseline.js';
import { besideOf, besides, countsIn } from '../counting/beside.js';
import { effectiveSize } from '../detectors/detector.js';
import { walkWindows } from '../baselines/encode.js';
import { partOfWhole, ratio } from '../baselines/overdispersion.js';
import { ComponentMeter } from './component-meter.js';
import { inForce } from './growth.js';
import { distanceAlong, KernelReference } from './kernel-reference.js';
import { ScaleMeter } from './scale-meter.js';

/** The sums of every tick, one after the other, and those of the events that nothing was fitted to. */
export interface TickSums {
  readonly perTick: Uint32Array;
  readonly held: Uint32Array;
  readonly ticks: number;
}

/**
 * The reference of points: their sums where nothing was fitted to them, and their overdispersion in all windows, first
 * along each direction, then of all of them together.
 * @returns undefined when nothing is left to be compared with
 */
export function measureSums(
  subject: BaselineSubject,
  { perTick, held, ticks }: TickSums,
  scales: readonly number[],
): BaselineSubject | undefined {
  const { bins, derived } = subject;
  if (bins.kind !== 'sums' || derived === undefined || !('map' in derived) || held[0] === 0) return undefined;
  const length = bins.directions + 1;
  const size = length + besides.length;
  const all = new Uint32Array(size);
  for (let at = 0; at < perTick.length; at++) all[at % size]! += perTick[at]!;
  const reference = new KernelReference(all.subarray(0, length), derived.map);
  const walk = (visit: (scale: number, window: Uint32Array) => void): void => {
    const add = (vector: Uint32Array, tick: number): void => {
      for (let k = 0; k < size; k++) vector[k]! += perTick[tick * size + k]!;
    };
    walkWindows(ticks, scales.at(-1)!, size, add, visit, (long) => new Uint32Array(long));
  };
  const components = scales.map((scale) => new ComponentMeter(scale));
  walk((scale, window) => {
    const n = window[0]!;
    const squares = n === 0 ? [] : squaresOf(reference, window.subarray(0, length), n, all[0]!);
    components[Math.log2(scale)]!.add(squares, odditiesOf(window, all, length));
  });
  const along = inForce(components);
  const meters = scales.map((scale) => new ScaleMeter(scale));
  walk((scale, window) => {
    const n = window[0]!;
    if (n === 0) return;
    const factors = along.findLast((measured) => measured.scale <= scale)?.neyman ?? [];
    const squares = squaresOf(reference, window.subarray(0, length), n, all[0]!);
    const whole = distanceAlong(squares, factors, n);
    meters[Math.log2(scale)]!.add({ n, squares: [], normal: false, whole });
  });
  const counted = countsIn(held, length);
  const overdispersion = combined(along, inForce(meters));
  return { ...subject, profiles: [{ segment: '', ...counted, overdispersion }] };
}

function squaresOf(reference: KernelReference, sums: Uint32Array, n: number, total: number): readonly number[] {
  const size = effectiveSize(n, total) * partOfWhole(n, total);
  return Array.from(reference.compare(sums).along, (shift) => shift * shift * size);
}

/** The larger squared deviation of the rates of what is missing and of what is no such point; none without events. */
function odditiesOf(window: Uint32Array, all: Uint32Array, length: number): number | undefined {
  const [now, before] = [besideOf(window, length), besideOf(all, length)];
  const n = window[0]! + now.nulls + now.wrong_type;
  const total = all[0]! + before.nulls + before.wrong_type;
  if (n === 0) return undefined;
  return Math.max(ratio(now.nulls, n, before.nulls, total), ratio(now.wrong_type, n, before.wrong_type, total));
}

/** Both, at every scale at which either was measured. */
function combined(along: readonly Overdispersion[], whole: readonly Overdispersion[]): readonly Overdispersion[] {
  const scales = [...new Set([...along, ...whole].map(({ scale }) => scale))].sort((a, b) => a - b);
  const at = (found: readonly Overdispersion[], scale: number) => found.findLast((measured) => measured.scale <= scale);
  return scales.map((scale) => {
    const [parts, together] = [at(along, scale), at(whole, scale)];
    return {
      scale,
      windows: Math.max(...[parts, together].map((one) => (one?.scale === scale ? one.windows : 0))),
      neyman: parts?.neyman ?? [],
      chi2: together?.chi2 ?? 1,
      ...(together?.clumps !== undefined && { clumps: together.clumps }),
      shares: [],
      nulls: parts?.nulls ?? 1,
    };
  });
}
