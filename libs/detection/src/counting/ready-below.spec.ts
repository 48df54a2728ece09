import { describe, expect, it } from '@jest/globals';
import type { Progress } from './profile.js';
import { readyBelow } from './ready-below.js';

function row(partition: number, changes: Partial<Progress>): Progress {
  return {
    topic: 't',
    partition,
    position: 0,
    resume_offset: 0,
    closed_below: {},
    late: {},
    repeated: {},
    watermark: 0,
    recorded_at: 0,
    ...changes,
  };
}

describe('readyBelow', () => {
  const expected = { topic: 't', partitions: 2 };

  it('is the least that all partitions have closed', () => {
    const rows = [row(0, { closed_below: { s: 7 } }), row(1, { closed_below: { s: 5 } })];
    expect(readyBelow(rows, expected, 's', 1000, 10_000)).toBe(5);
  });

  it('waits for a partition that has not reported', () => {
    expect(readyBelow([row(0, { closed_below: { s: 7 } })], expected, 's', 1000, 10_000)).toBe(-Infinity);
  });

  it('does not wait for a partition where the stream is absent or quiet', () => {
    const rows = [row(0, { closed_below: { s: 70 }, watermark: 75_000 }), row(1, { watermark: 60_500 })];
    expect(readyBelow(rows, expected, 's', 1000, 10_000)).toBe(50);
    const quiet = [rows[0]!, row(1, { closed_below: { s: 3 }, watermark: 90_000 })];
    expect(readyBelow(quiet, expected, 's', 1000, 10_000)).toBe(70);
  });

  it('knows no quiet partition where ticks are counted in events', () => {
    const rows = [row(0, { closed_below: { s: 4 }, watermark: 1e12 })];
    expect(readyBelow(rows, { topic: 't', partitions: 1 }, 's', Infinity, 10_000)).toBe(4);
  });
});
