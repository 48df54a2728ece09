/** How far a source partition of a stream of halves has been read. */
export interface SourcePosition {
  /** `<topic>/<partition>`; '' for halves that came by HTTP, which have no partition to be read to its end. */
  readonly source: string;
  /** Latest event time of its halves, milliseconds since 1970; 0 when nothing was read of it. */
  readonly time: number;
  /** It was read to its end, and nothing has come since: it holds nobody up. That of '' is always true. */
  readonly idle: boolean;
}

/**
 * The stream's time: that of the slowest source that is not idle, since halves as old as that may still come. Where all
 * are idle, all that was sent has been read, and it is that of the furthest. 0 when there is no source.
 */
export function streamTimeOf(positions: Iterable<SourcePosition>): number {
  let slowest = Infinity;
  let furthest = 0;
  for (const { time, idle } of positions) {
    if (!idle) slowest = Math.min(slowest, time);
    furthest = Math.max(furthest, time);
  }
  return slowest === Infinity ? furthest : slowest;
}

/**
 * The positions of the sources and the stream's time, which never goes back. It is all in `positions`: whoever begins with
 * those goes on as this one does.
 */
export class StreamClock {
  private readonly sources = new Map<string, SourcePosition>();
  private streamTime = 0;

  constructor(positions: readonly SourcePosition[] = []) {
    for (const position of positions) this.sources.set(position.source, position);
    this.streamTime = streamTimeOf(positions);
  }

  get time(): number {
    return this.streamTime;
  }

  get positions(): readonly SourcePosition[] {
    return [...this.sources.values()];
  }

  /**
   * A source says how far it is; a lower time than before says nothing about it but that it is there. One that was idle
   * and goes on wakes the others: what came to it may have come to them too, and lie unread. They hold the stream until
   * they say again that they are idle.
   */
  hear({ source, time, idle }: SourcePosition): void {
    const before = this.sources.get(source);
    // Who comes, or comes back, behind the stream cannot turn it back: it holds the stream until it has caught up.
    const furthest = Math.max(time, before?.time ?? 0, idle ? 0 : this.streamTime);
    if (furthest === before?.time && idle === before.idle) return;
    if (before?.idle === true && !idle) this.wake();
    this.sources.set(source, { source, time: furthest, idle });
    this.streamTime = streamTimeOf(this.sources.values());
  }

  private wake(): void {
    for (const { source, time, idle } of this.sources.values())
      if (idle && source !== '')
        this.sources.set(source, { source, time: Math.max(time, this.streamTime), idle: false });
  }
}
