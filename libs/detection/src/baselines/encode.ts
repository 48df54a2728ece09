import type { Beyond } from './baseline.js';
import { beyondOf } from './beyond.js';
import { Extremes, type Reach } from './extremes.js';
import { placeOf } from '../counting/binner.js';
import type { Slot } from '../counting/layout.js';
import { NOT_PLAIN, type SubjectValue } from '../counting/subjects.js';

const absent = 255;

/** The baseline's own events as bin numbers, one byte an event and subject: small enough to be walked many times. */
export class EncodedSubject {
  private readonly codes: Uint8Array;
  /** The values of the open bins, in which the extremes lie; undefined where numbers out of range are NEW or there are none. */
  private readonly ends: { readonly low: Extremes; readonly high: Extremes } | undefined;

  /** @param reaches how the ends of numbers are looked at @param room for values of each end */
  constructor(
    readonly slot: Slot,
    events: number,
    private readonly reaches: readonly Reach[] = [],
    room = 0,
  ) {
    this.codes = new Uint8Array(events).fill(absent);
    if (!hasEnds(slot)) return;
    this.ends = { low: new Extremes(-1, reaches, room), high: new Extremes(1, reaches, room) };
  }

  /** @param value undefined when the event cannot have it @param tick of the event, from 0 on */
  put(event: number, value: SubjectValue | typeof NOT_PLAIN | undefined, tick: number): void {
    if (value === undefined) return;
    const { binner, bins } = this.slot;
    const bin = binner(value);
    this.codes[event] = placeOf(bin, bins);
    if (typeof value !== 'number' || this.ends === undefined) return;
    if (bin === 0) this.ends.low.put(value, tick);
    if (bin === bins - 1) this.ends.high.put(value, tick);
  }

  /** Adds one event to a vector of bins and what is beside them. */
  addTo(vector: Uint32Array, event: number): void {
    const at = this.codes[event]!;
    if (at !== absent) vector[at] = vector[at]! + 1;
  }

  /** The clusters of its extremes, or undefined where numbers out of range are NEW or there are none. */
  beyond(): readonly Beyond[] | undefined {
    if (this.ends === undefined) return undefined;
    return beyondOf(this.ends.low, this.ends.high, this.codes.length, this.reaches);
  }
}

/** Whether numbers beyond the range of a subject are told apart from its other values. */
export function hasEnds({ subject }: Pick<Slot, 'subject'>): boolean {
  return subject.bins.kind === 'quantile' && subject.least !== undefined;
}

/** Events in tick order: `order[start[k]] … order[start[k + 1] - 1]` are those of the k-th tick. */
export interface TickOrder {
  readonly order: Uint32Array;
  readonly start: Uint32Array;
  readonly ticks: number;
}

/** Sorts events by tick, keeping their order within one. @param tickOf tick of each event, from 0 to ticks - 1 */
export function orderByTick(tickOf: Uint32Array, ticks: number): TickOrder {
  const start = new Uint32Array(ticks + 1);
  for (const tick of tickOf) start[tick + 1]!++;
  for (let tick = 0; tick < ticks; tick++) start[tick + 1]! += start[tick]!;
  const next = start.slice();
  const order = new Uint32Array(tickOf.length);
  tickOf.forEach((tick, event) => {
    order[next[tick]!++] = event;
  });
  return { order, start, ticks };
}

/**
 * Walks the windows of 1, 2, 4 … `largest` ticks that lie end to end from the first tick on.
 * @param add adds the events of one tick to a vector of the given size
 * @param visit sees each finished window; the vector is reused afterwards
 * @param make makes a vector of zeros
 */
export function walkWindows<Vector extends Uint32Array | Float64Array>(
  ticks: number,
  largest: number,
  size: number,
  add: (vector: Vector, tick: number) => void,
  visit: (scale: number, window: Vector) => void,
  make: (size: number) => Vector,
): void {
  const levels: Vector[] = [];
  for (let scale = 1; scale <= largest; scale *= 2) levels.push(make(size));
  for (let tick = 0; tick < ticks; tick++) {
    add(levels[0]!, tick);
    for (let level = 0, scale = 1; level < levels.length && (tick + 1) % scale === 0; level++, scale *= 2) {
      const window = levels[level]!;
      visit(scale, window);
      const above = levels[level + 1];
      if (above !== undefined) for (let k = 0; k < size; k++) above[k]! += window[k]!;
      window.fill(0);
    }
  }
}
