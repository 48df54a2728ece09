import { displayGroups } from '@anchorwatch/stats';
import type { BaselineProfile, BaselineSubject, Bins, Overdispersion } from './baseline.js';
import { besideOf, besides } from './beside.js';
import { binCount, newBin } from './binner.js';
import { walkWindows, type EncodedSubject, type TickOrder } from './encode.js';
import { OverdispersionMeter } from './overdispersion.js';

/** Which events belong to a segment; everything belongs to ''. */
export interface Segment {
  readonly name: string;
  readonly holds: (event: number) => boolean;
}

/** A subject's reference in every segment, with its overdispersion at every scale that could be measured. */
export function measureSubject(
  encoded: EncodedSubject,
  segments: readonly Segment[],
  ticks: TickOrder,
  scales: readonly number[],
): BaselineSubject {
  const { subject } = encoded.slot;
  const profiles = segments.map((segment) => profileOf(encoded, segment, ticks, scales));
  const beyond = encoded.beyond(ticks, scales);
  const psi_groups = groupsToShow(subject.bins, profiles[0]!.counts);
  return { ...subject, psi_groups, ...(beyond !== undefined && { beyond }), profiles };
}

function profileOf(
  encoded: EncodedSubject,
  segment: Segment,
  ticks: TickOrder,
  scales: readonly number[],
): BaselineProfile {
  const { bins, subject } = encoded.slot;
  const size = bins + besides.length;
  const add = (vector: Uint32Array, tick: number): void => {
    for (let at = ticks.start[tick]!; at < ticks.start[tick + 1]!; at++) {
      const event = ticks.order[at]!;
      if (segment.holds(event)) encoded.addTo(vector, event);
    }
  };
  const total = new Uint32Array(size);
  const windows = new Map<number, Uint32Array[]>(scales.map((scale) => [scale, []]));
  walkWindows(ticks.ticks, scales.at(-1)!, size, add, (scale, window) => {
    windows.get(scale)!.push(window.slice());
    if (scale === 1) for (let k = 0; k < size; k++) total[k]! += window[k]!;
  });
  const meter = new OverdispersionMeter(total, bins, subject.ordered, binsOfShares(subject.bins));
  const overdispersion: Overdispersion[] = [];
  for (const scale of scales) {
    const found = meter.measure(scale, windows.get(scale)!, overdispersion.at(-1));
    if (found !== undefined) overdispersion.push(found);
  }
  const counts = Array.from(total.subarray(0, bins));
  const { nulls, wrong_type, nans, infinities } = besideOf(total, bins);
  return { segment: segment.name, counts, nulls, wrong_type, nans, infinities, overdispersion };
}

/** The bins whose shares are tests of their own: every category, NEW of few-valued numbers, `happened` of a rate. */
function binsOfShares(bins: Bins): readonly number[] {
  if (bins.kind === 'categories') return Array.from({ length: binCount(bins) }, (_, bin) => bin);
  if (bins.kind === 'rate') return [1];
  return bins.kind === 'values' ? [newBin(bins)!] : [];
}

const shown = 10;

/** Ten groups for the PSI that people compare; NEW is always a group of its own, so that nothing hides in it. */
function groupsToShow(bins: Bins, counts: readonly number[]): readonly number[] {
  const size = binCount(bins);
  const all = Array.from({ length: size }, (_, bin) => bin);
  if (size <= shown) return all;
  if (bins.kind === 'categories') return all.map((bin) => (bin === size - 1 ? shown - 1 : Math.min(bin, shown - 2)));
  const known = bins.kind === 'values' ? counts.slice(0, -1) : counts;
  if (known.every((count) => count === 0)) return all.map(() => 0);
  const groups = Array.from(displayGroups(known, bins.kind === 'values' ? shown - 1 : shown));
  return bins.kind === 'values' ? [...groups, groups.at(-1)! + 1] : groups;
}
