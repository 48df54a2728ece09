import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { BaselineSubject } from '../baselines/baseline.js';
import { besides } from '../counting/beside.js';
import { binCount, makeBinner, type Binner } from '../counting/binner.js';
import { EncodedSubject, type TickOrder } from '../baselines/encode.js';
import { measureSubject } from '../baselines/measured-subject.js';
import { errorBin, pairBin, pointCounter, type JointBin, type JointCounter } from './joint-slot.js';
import { measureGrid } from './measure-grid.js';
import { measureSums } from './measure-sums.js';

/** Where an event lies in its baseline: its place, its tick from 0 on, and whether nothing was fitted to it. */
export interface EventPlace {
  readonly at: number;
  readonly tick: number;
  readonly heldOut: boolean;
}

/** A joint subject while a baseline is measured: takes every event once, then becomes a subject with its reference. */
export interface JointEncoder {
  readonly put: (place: EventPlace, event: InferenceEvent) => void;
  /**
   * Its counts are those of events that it was not fitted to; its overdispersion is that of all windows.
   * @returns undefined when nothing is left to be compared with
   */
  readonly measured: (
    heldOut: (event: number) => boolean,
    ticks: TickOrder,
    scales: readonly number[],
  ) => BaselineSubject | undefined;
}

/**
 * @param plain the subjects that pairs are made of, with the binners that the baseline counts itself by
 * @param size events and ticks of the baseline
 */
export function jointEncoder(
  planned: BaselineSubject,
  plain: ReadonlyMap<string, Binner>,
  size: { readonly events: number; readonly ticks: number },
): JointEncoder {
  const { derived } = planned;
  if (derived === undefined) throw new RangeError(`${planned.subject} is not a joint subject`);
  if ('map' in derived) return sumsEncoder(planned, pointCounter(derived), size.ticks);
  const bins = binCount(planned.bins);
  const encoded = new EncodedSubject(
    {
      subject: planned,
      role: planned.role,
      feature: '',
      binner: Number,
      start: 0,
      bins,
      least: -Infinity,
      most: Infinity,
    },
    size.events,
  );
  const isPair = derived.kind === 'feature pair';
  const binOf: JointBin = isPair ? pairBin(derived, plain) : errorBin(derived, makeBinner(planned.bins, false));
  return {
    put: ({ at, tick }, { features }) => encoded.put(at, binOf(features), tick),
    measured: (heldOut, ticks, scales) =>
      isPair ? measureGrid(encoded, heldOut, ticks, scales) : measureError(encoded, heldOut, ticks, scales),
  };
}

/** Sums have no bin an event: they are kept by tick. */
function sumsEncoder(planned: BaselineSubject, count: JointCounter, ticks: number): JointEncoder {
  const size = binCount(planned.bins) + besides.length;
  const perTick = new Uint32Array(ticks * size);
  const held = new Uint32Array(size);
  return {
    put: ({ tick, heldOut }, event) => {
      count(event, perTick, tick * size);
      if (heldOut) count(event, held, 0);
    },
    measured: (_, __, scales) => measureSums(planned, { perTick, held, ticks }, scales),
  };
}

function measureError(
  encoded: EncodedSubject,
  heldOut: (event: number) => boolean,
  ticks: TickOrder,
  scales: readonly number[],
): BaselineSubject {
  const subject = measureSubject(encoded, [{ name: '', holds: () => true }], { ticks, scales, seasons: [] });
  const held = new Uint32Array(encoded.slot.bins + besides.length);
  for (const event of ticks.order) if (heldOut(event)) encoded.addTo(held, event);
  const counts = Array.from(held.subarray(0, encoded.slot.bins));
  return { ...subject, profiles: subject.profiles.map((profile) => ({ ...profile, counts })) };
}
