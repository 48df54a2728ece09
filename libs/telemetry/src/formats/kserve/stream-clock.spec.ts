import { describe, expect, it } from '@jest/globals';
import { StreamClock, streamTimeOf, type SourcePosition } from './stream-clock.js';

const live = (source: string, time: number): SourcePosition => ({ source, time, idle: false });
const idle = (source: string, time: number): SourcePosition => ({ source, time, idle: true });

describe("the stream's time", () => {
  it.each<[string, readonly SourcePosition[], number]>([
    ['is 0 without a source', [], 0],
    ['is that of the slowest source', [live('t/0', 9), live('t/1', 4), live('t/2', 7)], 4],
    ['is held by a source of which nothing was read yet', [live('t/0', 9), live('t/1', 0)], 0],
    ['passes a slow source that is idle', [live('t/0', 9), idle('t/1', 4), live('t/2', 7)], 7],
    ['stays with a live source that is behind the idle ones', [live('t/0', 3), idle('t/1', 8)], 3],
    ['is that of the furthest when all are idle', [idle('t/0', 9), idle('t/1', 4)], 9],
    ['is that of the newest half where all come by HTTP', [idle('', 5)], 5],
    ['is not driven by HTTP while a partition is read', [idle('', 99), live('t/0', 5)], 5],
  ])('%s', (_, positions, time) => {
    expect(streamTimeOf(positions)).toBe(time);
  });

  it('goes on with its slowest source, and never back', () => {
    const clock = new StreamClock();
    const heard = [live('t/0', 5), live('t/1', 3), live('t/1', 4), live('t/1', 2), live('t/1', 8)];
    expect(heard.map((position) => timeAfter(clock, position))).toEqual([5, 5, 5, 5, 5]);
    expect(timeAfter(clock, live('t/0', 7))).toBe(7);
  });

  it('waits for a source that comes back, until that has caught up', () => {
    const clock = new StreamClock([live('t/0', 10), idle('t/1', 2)]);
    const heard = [live('t/1', 0), live('t/0', 90), live('t/1', 4), live('t/1', 60), idle('t/1', 0)];
    expect(heard.map((position) => timeAfter(clock, position))).toEqual([10, 10, 10, 60, 90]);
  });

  it('waits for all that were idle when one of them goes on, until they say again that they are', () => {
    const clock = new StreamClock([idle('t/0', 10), idle('t/1', 2), idle('', 4)]);
    const heard = [live('t/0', 90), live('t/0', 95), idle('', 99), idle('t/1', 0)];
    expect(heard.map((position) => timeAfter(clock, position))).toEqual([10, 10, 10, 95]);
  });

  it('is all in the positions', () => {
    const clock = new StreamClock();
    for (const position of [live('t/0', 10), live('t/1', 2), idle('t/0', 0), live('t/2', 0), idle('', 50)]) {
      clock.hear(position);
      expect(new StreamClock(clock.positions).time).toBe(clock.time);
    }
    expect(clock.positions).toEqual([idle('t/0', 10), live('t/1', 10), live('t/2', 10), idle('', 50)]);
  });
});

function timeAfter(clock: StreamClock, position: SourcePosition): number {
  clock.hear(position);
  return clock.time;
}
