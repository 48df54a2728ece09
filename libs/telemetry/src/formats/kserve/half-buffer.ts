import { ByTime } from './by-time.js';
import type { Half, RequestHalf, ResponseHalf } from './half.js';
import { StreamClock, type SourcePosition } from './stream-clock.js';

/** What came of taking a half: at most one pair, and whatever had to leave. */
export interface Taken {
  readonly pairs: readonly { readonly request: RequestHalf; readonly response: ResponseHalf }[];
  /** Waited for longer than the window. */
  readonly expired: readonly Half[];
  /** Those that had to leave for others before their time was up. */
  readonly dropped: readonly Half[];
}

/**
 * Halves that wait for their other half, keyed by model and id, in either order of arrival. Bounded by count and by time.
 *
 * The time is that of the stream, which is as far as its slowest source (see `StreamClock`). A half waits for the window
 * from its own time on, or from its arrival on when it comes behind the stream: so neither a stopped clock, nor a reader
 * that catches up, nor a source that is read hours ahead of another changes what is paired. A half that comes again is
 * left out, also when its pair was made within the window.
 *
 * For want of room the one leaves that is furthest ahead, when it is ahead of the stream by more than the window (who is
 * needed next stays), otherwise the oldest.
 */
export class HalfBuffer {
  /** Halves dropped for want of room since the start. */
  dropped = 0;
  /** Halves that came again since the start. */
  repeated = 0;
  private readonly clock: StreamClock;
  private readonly waiting = new ByTime<Half>();
  private readonly paired = new ByTime<undefined>();

  /** @param positions how far the sources were when the buffer was left */
  constructor(
    private readonly bounds: { readonly maxHalves?: number; readonly windowMs?: number } = {},
    positions: readonly SourcePosition[] = [],
  ) {
    this.clock = new StreamClock(positions);
  }

  /** Takes one half. @param source where it was read, '' when it has no source partition (see `SourcePosition`) */
  take(half: Half, source = ''): Taken {
    const before = this.hear({ source, time: half.time, idle: source === '' });
    const key = keyOf(half);
    const other = this.waiting.get(key)?.value;
    if (this.paired.get(key) !== undefined || other?.side === half.side) {
      this.repeated++;
      return before;
    }
    const since = Math.max(half.time, this.clock.time);
    if (other === undefined) {
      this.waiting.set(key, half, since);
      return { ...before, dropped: this.makeRoom() };
    }
    this.waiting.delete(key);
    this.paired.set(key, undefined, since);
    this.forgetPairs();
    return { ...before, pairs: [pairOf(half, other)] };
  }

  /** Takes back a half that waited when the buffer was left; `since` is what `waitsSince` said. */
  restore(half: Half, since: number): void {
    this.waiting.set(keyOf(half), half, since);
  }

  /** A source says how far it is, or that it is idle. */
  hear(position: SourcePosition): Taken {
    this.clock.hear(position);
    const oldest = this.clock.time - this.window;
    this.paired.takeBefore(oldest);
    return { pairs: [], expired: this.waiting.takeBefore(oldest), dropped: [] };
  }

  /** From when on this half, or one that came before it in its place, waits; undefined when it does not. */
  waitsSince(half: Half): number | undefined {
    const found = this.waiting.get(keyOf(half));
    return found?.value.side === half.side ? found.time : undefined;
  }

  /** How far each source is. */
  get positions(): readonly SourcePosition[] {
    return this.clock.positions;
  }

  /** How many halves wait. */
  get size(): number {
    return this.waiting.size;
  }

  private get window(): number {
    return this.bounds.windowMs ?? 300_000;
  }

  private get most(): number {
    return this.bounds.maxHalves ?? 100_000;
  }

  private makeRoom(): Half[] {
    const dropped: Half[] = [];
    while (this.waiting.size > this.most) {
      const last = this.waiting.end('last')!;
      const leaves = last.time > this.clock.time + this.window ? last : this.waiting.end('first')!;
      this.waiting.delete(leaves.key);
      dropped.push(leaves.value);
    }
    this.dropped += dropped.length;
    return dropped;
  }

  private forgetPairs(): void {
    while (this.paired.size > this.most) this.paired.delete(this.paired.end('first')!.key);
  }
}

function keyOf(half: Half): string {
  return `${half.model}\n${half.request_id}`;
}

function pairOf(one: Half, other: Half) {
  if (one.side === 'request') return { request: one, response: other as ResponseHalf };
  return { request: other as RequestHalf, response: one };
}
