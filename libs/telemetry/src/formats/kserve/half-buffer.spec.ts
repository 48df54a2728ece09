import { describe, expect, it } from '@jest/globals';
import type { Half } from './half.js';
import { HalfBuffer } from './half-buffer.js';
import type { SourcePosition } from './stream-clock.js';
import { NOON, request, response } from './halves.fixture.js';

describe('the buffer of waiting halves', () => {
  it('pairs in either order, by model and id', () => {
    const buffer = new HalfBuffer();
    expect(buffer.take(request('a', NOON)).pairs).toEqual([]);
    expect(buffer.take(response('b', NOON)).pairs).toEqual([]);
    expect(buffer.take({ ...response('a', NOON), model: 'other' }).pairs).toEqual([]);
    expect(buffer.take(response('a', NOON)).pairs).toEqual([
      { request: request('a', NOON), response: response('a', NOON) },
    ]);
    expect(buffer.take(request('b', NOON)).pairs).toHaveLength(1);
    expect(buffer.size).toBe(1);
  });

  it('lets go of what has waited longer than the window of the stream', () => {
    const buffer = new HalfBuffer({ windowMs: 1_000 });
    buffer.take(request('a', NOON));
    expect(buffer.take(request('b', NOON + 1_000)).expired).toEqual([]);
    expect(buffer.take(request('c', NOON + 1_001)).expired).toEqual([request('a', NOON)]);
    expect(
      buffer.hear({ source: '', time: NOON + 9_000, idle: true }).expired.map(({ request_id }) => request_id),
    ).toEqual(['b', 'c']);
    expect(buffer.size).toBe(0);
  });

  it('lets a half that comes late wait for its whole window too', () => {
    const buffer = new HalfBuffer({ windowMs: 1_000 });
    buffer.take(request('new', NOON + 60_000));
    buffer.take(request('old', NOON));
    expect(buffer.take(response('old', NOON)).pairs).toHaveLength(1);
  });

  it('drops and counts the oldest beyond its bound', () => {
    const buffer = new HalfBuffer({ maxHalves: 2 });
    buffer.take(request('a', NOON));
    buffer.take(request('b', NOON));
    expect(buffer.take(request('c', NOON)).dropped).toEqual([request('a', NOON)]);
    expect([buffer.size, buffer.dropped]).toEqual([2, 1]);
  });

  it('leaves out halves that come again, before and after they were paired', () => {
    const buffer = new HalfBuffer();
    buffer.take(request('a', NOON));
    buffer.take(request('a', NOON));
    expect(buffer.take(response('a', NOON)).pairs).toHaveLength(1);
    expect(buffer.take(request('a', NOON)).pairs).toEqual([]);
    expect(buffer.take(response('a', NOON)).pairs).toEqual([]);
    expect([buffer.size, buffer.repeated]).toEqual([0, 3]);
  });

  it('says from when on a half waits', () => {
    const buffer = new HalfBuffer();
    buffer.take(request('a', NOON));
    expect([buffer.waitsSince(request('a', NOON)), buffer.waitsSince(response('a', NOON))]).toEqual([NOON, undefined]);
    buffer.take(request('b', NOON + 9));
    buffer.take(request('late', NOON));
    expect(buffer.waitsSince(request('late', NOON))).toBe(NOON + 9);
    buffer.take(response('a', NOON));
    expect(buffer.waitsSince(request('a', NOON))).toBeUndefined();
  });
});

describe('the buffer of halves from several source partitions', () => {
  const windowMs = 300_000;
  const HOUR = 3_600_000;
  const there = (source: string, time = 0) => ({ source, time, idle: false });

  it('keeps what waits while a partition that is hours behind is still read', () => {
    const buffer = new HalfBuffer({ windowMs });
    buffer.hear(there('t/1'));
    const ids = Array.from({ length: 20 }, (_, index) => index);
    const at = (index: number) => NOON + index * HOUR;
    const ahead = ids.map((id) => buffer.take(request(`id-${id}`, at(id)), 't/0'));
    const behind = ids.map((id) => buffer.take(response(`id-${id}`, at(id) + 25), 't/1'));
    expect([...ahead, ...behind].flatMap(({ expired }) => expired)).toEqual([]);
    expect(behind.map(({ pairs }) => pairs.length)).toEqual(ids.map(() => 1));
    expect(buffer.size).toBe(0);
  });

  it('lets a half that was read ahead wait for the window of its own time', () => {
    const buffer = new HalfBuffer({ windowMs });
    buffer.hear(there('t/1', NOON));
    buffer.take(request('ahead', NOON + HOUR), 't/0');
    expect(buffer.hear(there('t/1', NOON + HOUR + windowMs)).expired).toEqual([]);
    buffer.hear(there('t/0', NOON + 2 * HOUR));
    expect(buffer.hear(there('t/1', NOON + HOUR + windowMs + 1)).expired).toEqual([request('ahead', NOON + HOUR)]);
  });

  it('lets go of what waits once the slow partition is idle, and not before', () => {
    const buffer = new HalfBuffer({ windowMs });
    buffer.hear(there('t/1', NOON));
    buffer.take(request('lone', NOON), 't/0');
    expect(buffer.hear(there('t/0', NOON + HOUR)).expired).toEqual([]);
    expect(buffer.hear({ source: 't/1', time: 0, idle: true }).expired).toEqual([request('lone', NOON)]);
  });

  it('goes on the same when it is left and taken up again at any step', () => {
    const bounds = { windowMs, maxHalves: 8 };
    const turns = Array.from({ length: 60 }, (_, turn) => turnOf(turn, NOON + turn * 60_000));
    const lived = (left: boolean) => {
      let buffer = new HalfBuffer(bounds);
      return turns.map((turn, index) => {
        const came = turns.slice(0, index).flatMap((each) => ('half' in each ? [each.half] : []));
        if (left) buffer = takenUp(buffer, came, bounds);
        const taken = 'half' in turn ? buffer.take(turn.half, turn.source) : buffer.hear(turn);
        return { ...taken, size: buffer.size, positions: buffer.positions };
      });
    };
    const whole = lived(false);
    for (const what of ['pairs', 'expired', 'dropped'] as const)
      expect(whole.flatMap((taken): readonly unknown[] => taken[what])).not.toEqual([]);
    expect(lived(true)).toEqual(whole);
  });

  it('drops for want of room what is furthest ahead, so that the slow partition meets its others', () => {
    const buffer = new HalfBuffer({ windowMs, maxHalves: 2 });
    buffer.hear(there('t/1', NOON));
    buffer.take(request('a', NOON), 't/0');
    buffer.take(request('b', NOON + HOUR), 't/0');
    expect(buffer.take(request('c', NOON + 2 * HOUR), 't/0').dropped).toEqual([request('c', NOON + 2 * HOUR)]);
    expect(buffer.take(response('x', NOON), 't/1').dropped).toEqual([request('b', NOON + HOUR)]);
    expect(buffer.take(response('a', NOON + 1), 't/1').pairs).toHaveLength(1);
    expect(buffer.dropped).toBe(2);
  });
});

/** Requests on one partition, late responses on another that is idle now and then, and lone requests by HTTP. */
function turnOf(turn: number, time: number): SourcePosition | { readonly half: Half; readonly source: string } {
  if (turn % 9 === 8) return { source: 't/1', time: 0, idle: true };
  if (turn % 7 === 6) return { half: request(`http-${turn}`, time + 7_200_000), source: '' };
  if (turn % 2 === 0) return { half: request(`id-${turn}`, time), source: 't/0' };
  return { half: response(`id-${turn % 4 === 1 ? turn - 1 : turn}`, time - 120_000), source: 't/1' };
}

/** A buffer that begins with what another one held: with those that came and still wait, in any order. */
function takenUp(buffer: HalfBuffer, came: readonly Half[], bounds: ConstructorParameters<typeof HalfBuffer>[0]) {
  const next = new HalfBuffer(bounds, buffer.positions);
  for (const half of [...came].reverse()) {
    const since = buffer.waitsSince(half);
    if (since !== undefined) next.restore(half, since);
  }
  return next;
}
