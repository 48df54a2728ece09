import type { StoredEvent, StoredLabel } from '@anchorwatch/telemetry';
import type { LeftOut, TickRule } from './baseline.js';
import type { Pages } from './survey.js';

/** Stretches of event time that a baseline must not learn from, widened to whole ticks, merged and in order. */
export function wholeTicks(stretches: readonly LeftOut[], tick: TickRule): readonly LeftOut[] {
  const ms = tick.kind === 'time' ? tick.ms : 1;
  const widened = stretches
    .map(({ from, to, reason }) => ({ from: Math.floor(from / ms) * ms, to: Math.ceil(to / ms) * ms, reason }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
  const merged: LeftOut[] = [];
  for (const next of widened) {
    const last = merged.at(-1);
    if (last === undefined || next.from > last.to) merged.push(next);
    else {
      const reasons = new Set([...last.reason.split('; '), next.reason]);
      merged[merged.length - 1] = {
        from: last.from,
        to: Math.max(last.to, next.to),
        reason: [...reasons].join('; '),
      };
    }
  }
  return merged;
}

/** The same pages without the events in these stretches. @param stretches in order and apart */
export function eventsOutside(
  pages: () => Pages<StoredEvent>,
  stretches: readonly LeftOut[],
): () => Pages<StoredEvent> {
  return () => outside(pages(), stretches, ({ event }) => event.event_time);
}

/** The same for labels, by the time at which they became known. */
export function labelsOutside(
  pages: () => Pages<StoredLabel>,
  stretches: readonly LeftOut[],
): () => Pages<StoredLabel> {
  return () => outside(pages(), stretches, ({ label }) => label.label_time);
}

/** Whether a time lies in one of the stretches. */
export function isLeftOut(time: number, stretches: readonly LeftOut[]): boolean {
  return stretches.some(({ from, to }) => time >= from && time < to);
}

async function* outside<Row>(
  pages: Pages<Row>,
  stretches: readonly LeftOut[],
  timeOf: (row: Row) => number,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) yield page.filter((row) => !isLeftOut(timeOf(row), stretches));
}
