import type { Half } from '@anchorwatch/telemetry';

/** How far back the source offsets of one partition are known: more than a reader repeats after it was killed. */
const KNOWN_BACK = 32_768;
/** Bound of memory: 128 kB a source. */
const MOST_SOURCES = 512;

/**
 * Knows which messages of the source partitions have been heard, so that what a killed reader sends again is told from what
 * it sends for the first time, in whatever order. A message is known by its offset and by what it holds: a topic that was
 * made anew begins at 0 with other messages.
 */
export class HeardBefore {
  private readonly sources = new Map<string, Uint32Array>();

  /** Whether this half of a source partition has been here; from now on it has. @param offset in the source partition */
  takes(source: string, offset: number, half: Half): boolean {
    const known = this.sources.get(source) ?? this.begin(source);
    const slot = offset % KNOWN_BACK;
    const mark = markOf(offset, half);
    const before = known[slot] === mark;
    known[slot] = mark;
    return before;
  }

  private begin(source: string): Uint32Array {
    // The one that was met first goes: it is the likeliest to be gone.
    if (this.sources.size >= MOST_SOURCES) this.sources.delete(this.sources.keys().next().value!);
    const known = new Uint32Array(KNOWN_BACK);
    this.sources.set(source, known);
    return known;
  }
}

/** FNV-1a over the offset and the half's identity; never 0, which means that nothing was heard. */
function markOf(offset: number, { model, request_id, side, time }: Half): number {
  const text = `${offset} ${side} ${time} ${model} ${request_id}`;
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0 || 1;
}
