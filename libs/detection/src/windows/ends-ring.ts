import type { Ends } from './window.js';

/** Remembers offsets and event times of the first and last event of each of the last ticks of one segment. */
export class EndsRing {
  private readonly ring: (Ends & { readonly tick: number })[] = [];
  private newest: Ends | undefined;

  /** @param largest longest window in ticks */
  constructor(private readonly largest: number) {}

  put(tick: number, ends: Ends): void {
    const place = tick % this.largest;
    // The subjects of a segment share their events.
    if (this.ring[place]?.tick === tick && isSame(this.ring[place], ends)) return;
    const { first_offset, last_offset, first_time, last_time } = ends;
    this.newest = { first_offset, last_offset, first_time, last_time };
    this.ring[place] = { tick, first_offset, last_offset, first_time, last_time };
  }

  /** The ends of the window of `scale` ticks up to `tick`; of a window without events, those of the last event before it. */
  of(scale: number, tick: number): Ends | undefined {
    let found: Ends | undefined;
    for (let at = tick - scale + 1; at <= tick; at++) {
      const ends = this.ring[at % this.largest];
      if (ends?.tick === at) found = found === undefined ? ends : widened(found, ends);
    }
    return found ?? (this.newest === undefined ? undefined : atLast(this.newest));
  }

  /** Ends of the newest tick that had events, to be carried over a restart. */
  get last(): Ends | undefined {
    return this.newest;
  }

  resume(last: Ends | undefined): void {
    this.newest = last;
  }
}

function isSame(a: Ends, b: Ends): boolean {
  return (
    a.first_offset === b.first_offset &&
    a.last_offset === b.last_offset &&
    a.first_time === b.first_time &&
    a.last_time === b.last_time
  );
}

function widened(a: Ends, b: Ends): Ends {
  return {
    first_offset: Math.min(a.first_offset, b.first_offset),
    last_offset: Math.max(a.last_offset, b.last_offset),
    first_time: Math.min(a.first_time, b.first_time),
    last_time: Math.max(a.last_time, b.last_time),
  };
}

function atLast({ last_offset, last_time }: Ends): Ends {
  return { first_offset: last_offset, last_offset, first_time: last_time, last_time };
}
