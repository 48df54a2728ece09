import type { Progress } from './profile.js';

/**
 * The tick below which every partition of a topic has closed a stream, so that its merged profiles are final.
 *
 * A partition in which the stream is absent, or has gone quiet, is closed below its watermark less `absent_ms`
 * (the same rule by which `PartitionCounter` closes such ticks, so nothing is counted there afterwards).
 * A partition without a progress row blocks: the answer is then -Infinity.
 *
 * @param stream `<model> <baseline digest>`
 * @param tickMs length of a tick; Infinity for ticks by count, where only what the counter closed is closed
 */
export function readyBelow(
  progress: readonly Progress[],
  expected: { readonly topic: string; readonly partitions: number },
  stream: string,
  tickMs: number,
  absent_ms: number,
): number {
  const rows = new Map<number, Progress>();
  for (const row of progress) if (row.topic === expected.topic) rows.set(row.partition, row);
  let ready = Infinity;
  for (let partition = 0; partition < expected.partitions; partition++) {
    const row = rows.get(partition);
    if (row === undefined) return -Infinity;
    ready = Math.min(
      ready,
      Math.max(row.closed_below[stream] ?? -Infinity, quietBelow(row.watermark, tickMs, absent_ms)),
    );
  }
  return expected.partitions === 0 ? -Infinity : ready;
}

/** The tick below which a partition is closed for a stream it has not heard of lately. */
export function quietBelow(watermark: number, tickMs: number, absent_ms: number): number {
  if (watermark === 0 || !Number.isFinite(tickMs)) return -Infinity;
  return Math.floor((watermark - absent_ms) / tickMs);
}
