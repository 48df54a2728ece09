import { describe, expect, it } from '@jest/globals';
import { ByTime } from './by-time.js';

describe('values by time', () => {
  it('come in order of time from either end, and those of one time in order of their keys', () => {
    const table = new ByTime<number>();
    // 7 and 101 have no common divisor: every key once, in no order.
    for (let index = 0; index < 101; index++)
      table.set(keyOf((index * 7) % 101), index, Math.floor(((index * 7) % 101) / 4));
    const taken: string[] = [];
    for (let turn = 0; table.size > 0; turn++) {
      const { key } = table.end(turn % 2 === 0 ? 'first' : 'last')!;
      taken.push(key);
      table.delete(key);
    }
    const expected = Array.from({ length: 101 }, (_, turn) => keyOf(turn % 2 === 0 ? turn / 2 : 101 - (turn + 1) / 2));
    expect(taken).toEqual(expected);
    expect([table.end('first'), table.end('last')]).toEqual([undefined, undefined]);
  });

  it('are taken out when their time is before another', () => {
    const table = new ByTime<string>();
    for (const [key, time] of Object.entries({ a: 3, b: 1, c: 2, d: 2 })) table.set(key, key.toUpperCase(), time);
    expect(table.takeBefore(2)).toEqual(['B']);
    expect(table.takeBefore(3)).toEqual(['C', 'D']);
    expect([table.size, table.get('a')?.value, table.get('b')]).toEqual([1, 'A', undefined]);
  });

  it('leave nothing behind, however many pass', () => {
    const table = new ByTime<number>();
    for (let index = 0; index < 20_000; index++) {
      table.set(keyOf(index), index, index);
      if (index >= 10) table.delete(keyOf(index - 10));
    }
    expect(table.size).toBe(10);
    expect(heldBy(table)).toBeLessThan(2_100);
  });
});

function keyOf(index: number): string {
  return String(index).padStart(6, '0');
}

/** Entries in both heaps, stale ones included. */
function heldBy(table: ByTime<number>): number {
  const ends = Reflect.get(table, 'ends') as Record<'first' | 'last', { readonly size: number }>;
  return ends.first.size + ends.last.size;
}
