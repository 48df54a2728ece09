import { displayGroups } from '@anchorwatch/stats';
import type { BaselineProfile, BaselineSubject, Bins, Season } from './baseline.js';
import { besides, countsIn } from '../counting/beside.js';
import { binCount, newBin } from '../counting/binner.js';
import { walkWindows, type EncodedSubject, type TickOrder } from './encode.js';
import { Expected } from '../references/expected.js';
import { OverdispersionMeter } from './overdispersion.js';
import { choosePhases, type TimedTicks } from '../phases/choose-phases.js';

/** Which events belong to a segment; everything belongs to ''. */
export interface Segment {
  readonly name: string;
  readonly holds: (event: number) => boolean;
}

/** The windows that a baseline is cut into, and the seasons it may be kept by. */
export interface Cut {
  readonly ticks: TickOrder;
  readonly scales: readonly number[];
  /** Where ticks go by time. */
  readonly timed?: TimedTicks;
  readonly seasons: readonly Season[];
}

/** A subject's reference in every segment, with its overdispersion at every scale that could be measured. */
export function measureSubject(encoded: EncodedSubject, segments: readonly Segment[], cut: Cut): BaselineSubject {
  const { subject } = encoded.slot;
  const profiles = segments.map((segment) => profileOf(encoded, segment, cut));
  const beyond = encoded.beyond();
  const psi_groups = groupsToShow(subject.bins, profiles[0]!.counts);
  return { ...subject, psi_groups, ...(beyond !== undefined && { beyond }), profiles };
}

function profileOf(encoded: EncodedSubject, segment: Segment, { ticks, scales, timed, seasons }: Cut): BaselineProfile {
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
  const visit = (scale: number, window: Uint32Array): void => {
    windows.get(scale)!.push(window.slice());
    if (scale === 1) for (let k = 0; k < size; k++) total[k]! += window[k]!;
  };
  walkWindows(ticks.ticks, scales.at(-1)!, size, add, visit, (length) => new Uint32Array(length));
  const counted = countsIn(total, bins);
  const expected = Expected.of(counted, subject);
  const measured = { bins, shareBins: binsOfShares(subject.bins) };
  const overdispersion = new OverdispersionMeter(() => expected, measured).measureAll(scales, windows);
  const whole = { segment: segment.name, ...counted, overdispersion };
  if (timed === undefined) return whole;
  // Hours of the week in every segment would make the baseline many times as large.
  const asked = segment.name === '' ? seasons : seasons.filter((season) => season === 'day');
  const phases = choosePhases(whole, { ...measured, windows, scales, axis: subject }, timed, asked);
  return phases === undefined ? whole : { ...whole, phases };
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
