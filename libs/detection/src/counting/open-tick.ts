import type { Baseline } from '../baselines/baseline.js';
import { besideOf, besides } from './beside.js';
import type { Layout } from './layout.js';
import { ANSWERS } from '../performance/task.js';
import type { Profile } from './profile.js';

/** At most this many event ids are remembered for each open tick; beyond it a repeated event is counted again. */
export const rememberedIds = 200_000;

const nothing = new Uint32Array(besides.length);

/** The counts of one segment in one tick. */
export interface Cell {
  readonly counts: Uint32Array;
  events: number;
  first_offset: number;
  last_offset: number;
  first_time: number;
  last_time: number;
}

/** One tick of one stream in one partition, until it closes. */
export class OpenTick {
  private readonly cells: (Cell | undefined)[] = [];
  private readonly ids = new Set<string>();

  constructor(
    private readonly layout: Layout,
    readonly tick: number,
    /** The first offset that was counted in it. */
    readonly firstOffset: number,
  ) {}

  /** The joint subjects that are counted in it. */
  get joint(): Layout['joint'] {
    return this.layout.joint;
  }

  /** Whether this id was counted here before; remembers it if there is room. */
  repeats(id: string): boolean {
    const { size } = this.ids;
    if (size >= rememberedIds) return this.ids.has(id);
    // One look instead of two: a set that did not grow had it.
    return this.ids.add(id).size === size;
  }

  /** The cell of a segment, with the event entered in its ends; the caller adds the counts. */
  enter(segment: number, offset: number, time: number): Cell {
    let cell = this.cells[segment];
    if (cell === undefined) {
      cell = {
        counts: new Uint32Array(segment === 0 ? this.layout.size : this.layout.segmentSize),
        events: 0,
        first_offset: offset,
        last_offset: offset,
        first_time: time,
        last_time: time,
      };
      this.cells[segment] = cell;
    }
    cell.events++;
    if (offset > cell.last_offset) cell.last_offset = offset;
    if (time < cell.first_time) cell.first_time = time;
    if (time > cell.last_time) cell.last_time = time;
    return cell;
  }

  /** The finished profiles: one for each subject and segment, and the volume on the feed of events. */
  profiles(baseline: Baseline, place: { topic: string; partition: number }, volume: boolean): Profile[] {
    const found: Profile[] = [];
    const { slots, joint, answers } = this.layout;
    this.layout.segments.forEach((segment, index) => {
      const cell = this.cells[index];
      if (cell === undefined) return;
      const { counts, events, ...ends } = cell;
      const shared = { model: baseline.model, baseline: baseline.digest, tick: this.tick, ...place, segment, ...ends };
      const push = (subject: string, start: number, bins: number): void => {
        const own: number[] = [];
        for (let at = start; at < start + bins; at++) own.push(counts[at]!);
        found.push({ ...shared, subject, counts: own, ...besideOf(counts, start + bins) });
      };
      for (const { subject, start, bins } of index === 0 ? [...slots, ...joint] : slots)
        push(subject.subject, start, bins);
      if (answers !== undefined) push(ANSWERS, answers.start, answers.layout.size);
      if (volume) found.push({ ...shared, subject: 'volume', counts: [events], ...besideOf(nothing, 0) });
    });
    return found;
  }
}
