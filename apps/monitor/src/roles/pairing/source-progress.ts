import type { SourcePosition } from '@anchorwatch/telemetry';

/** Event time between two words about a source that goes on: a tenth of what a half waits. */
const TELL_EVERY_MS = 30_000;

/** How far an owned source partition was sent on, and what was said of it. */
export interface SourceProgress {
  /** Latest event time of the halves that were sent on; 0 before the first. */
  readonly sent: number;
  /** The `sent` that was said last; undefined when nothing but its being there, or idle, was. */
  readonly told: number | undefined;
  /** It was said to be idle, and has sent nothing since. */
  readonly idle: boolean;
  /** Wall clock of its last half, of its coming here, or of what was said last of its being idle. */
  readonly moved: number;
}

/** A source that has just come to its owner. */
export function fresh(now: number): SourceProgress {
  return { sent: 0, told: undefined, idle: false, moved: now };
}

/** After halves were sent on; `newest` is the latest event time among them, undefined when there were none. */
export function movedTo(before: SourceProgress, newest: number | undefined, now: number): SourceProgress {
  if (newest === undefined) return before;
  const sent = Math.max(before.sent, newest);
  return { sent, told: before.idle ? undefined : before.told, idle: false, moved: now };
}

/** Whether those who wait for this source must hear how far it is. */
export function worthTelling({ sent, told, idle }: SourceProgress): boolean {
  return !idle && sent > 0 && (told === undefined || sent - told >= TELL_EVERY_MS);
}

/**
 * Whether a source is to be called idle: read to its end, and without a half for `idle_after` of wall clock. Messages that
 * are no halves do not count: they move no time. It is said again as often, since others wake those who wait for it.
 */
export function fellSilent(
  { moved }: SourceProgress,
  { caughtUp, now, idle_after }: { readonly caughtUp: boolean; readonly now: number; readonly idle_after: number },
): boolean {
  return caughtUp && now - moved >= idle_after;
}

/** What is said of a source. */
export function positionOf(source: string, { sent, idle }: SourceProgress): SourcePosition {
  return { source, time: sent, idle };
}
