import type { BaselineSubject } from '../baselines/baseline.js';
import { besides, sumOf } from '../counting/beside.js';
import { walkWindows, type EncodedSubject, type TickOrder } from '../baselines/encode.js';
import { partOfWhole } from '../baselines/overdispersion.js';
import { DependenceReference } from './dependence-reference.js';
import { inForce } from './growth.js';
import { ScaleMeter } from './scale-meter.js';

/** Where one event moves a correlation by no more than this part of its spread, the normal law is near. */
const normalPart = 1 / 3;

/**
 * A pair's reference: its counts where it was not chosen, and its overdispersion in all windows.
 * @returns undefined when nothing is left to be compared with
 */
export function measureGrid(
  encoded: EncodedSubject,
  heldOut: (event: number) => boolean,
  ticks: TickOrder,
  scales: readonly number[],
): BaselineSubject | undefined {
  const { bins, subject } = encoded.slot;
  if (subject.bins.kind !== 'grid') return undefined;
  const all = new Uint32Array(bins + besides.length);
  const held = new Uint32Array(bins + besides.length);
  for (const event of ticks.order) {
    encoded.addTo(all, event);
    if (heldOut(event)) encoded.addTo(held, event);
  }
  const total = sumOf(all, bins);
  if (sumOf(held, bins) === 0) return undefined;
  const reference = new DependenceReference(all.subarray(0, bins), subject.bins);
  const meters = scales.map((scale) => new ScaleMeter(scale));
  const add = (vector: Uint32Array, tick: number): void => {
    for (let at = ticks.start[tick]!; at < ticks.start[tick + 1]!; at++) encoded.addTo(vector, ticks.order[at]!);
  };
  const visit = (scale: number, window: Uint32Array): void => {
    const n = sumOf(window, bins);
    if (n === 0) return;
    const found = reference.compare(window.subarray(0, bins), n);
    const own = partOfWhole(n, total);
    meters[Math.log2(scale)]!.add({
      n,
      squares: found.correlation === undefined ? [] : [found.correlation ** 2 * own],
      normal: found.part <= normalPart,
      whole: { statistic: found.statistic * own, degreesOfFreedom: found.degreesOfFreedom },
    });
  };
  walkWindows(ticks.ticks, scales.at(-1)!, bins + besides.length, add, visit, (size) => new Uint32Array(size));
  return {
    ...subject,
    psi_groups: Array.from({ length: bins }, (_, cell) => cell),
    profiles: [
      {
        segment: '',
        counts: Array.from(held.subarray(0, bins)),
        nulls: held[bins]!,
        wrong_type: 0,
        overdispersion: inForce(meters),
      },
    ],
  };
}
